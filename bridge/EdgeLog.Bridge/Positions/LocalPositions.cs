using EdgeLog.Connect;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Bridge;

/// <summary>
/// Positions in the local log, in the topic shared with connectors. Every write is durable when its task completes.
/// </summary>
internal sealed class LocalPositions(LogDirectory log)
{
    private readonly ConnectTopic _topic = new(log);

    /// <summary>All positions there, the last of each.</summary>
    public List<PositionEntry> Load()
    {
        Dictionary<PositionKey, PositionEntry> last = [];
        _topic.Read((in Record record) =>
        {
            if (PositionFormat.Read(record) is { } entry)
            {
                last[entry.Key] = entry;
            }
        });
        return [.. last.Values];
    }

    /// <summary>Appends positions; throws <see cref="StorageException"/> where the log refuses.</summary>
    public async Task SaveAsync(
        IReadOnlyList<PositionEntry> entries, RecordStamp stamp, CancellationToken cancellation)
    {
        using RecordRun run = PositionTable.Encode(entries, stamp);
        await _topic.AppendAsync(run, cancellation);
    }
}
