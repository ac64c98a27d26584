using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Bridge;

/// <summary>
/// Positions in the local log: topic <c>__edgelog_connect</c>, one partition, shared with connectors. Every write is
/// durable when its task completes.
/// </summary>
internal sealed class LocalPositions(LogDirectory log)
{
    /// <summary>The topic; compacted, for only the last position of a partition counts.</summary>
    public const string TopicName = "__edgelog_connect";

    private const int ReadBytes = 256 * 1024;

    /// <summary>All positions there, the last of each.</summary>
    public List<PositionEntry> Load()
    {
        Dictionary<PositionKey, PositionEntry> last = [];
        if (log.Topics.Find(TopicName) is { } topic)
        {
            byte[] buffer = new byte[ReadBytes];
            Partition partition = topic.Partitions[0];
            for (Offset next = partition.LogStartOffset; next < partition.HighWatermark;)
            {
                ReadResult read = partition.Read(next, buffer);
                if (read.NextBatchBytes > buffer.Length)
                {
                    buffer = new byte[read.NextBatchBytes];
                    continue;
                }

                if (read.Error != ReadError.None || read.BytesRead == 0)
                {
                    break;
                }

                PositionTable.Add(last, buffer.AsSpan(0, read.BytesRead), next);
                next = read.NextOffset;
            }
        }

        return [.. last.Values];
    }

    /// <summary>Appends positions; throws <see cref="StorageException"/> where the log refuses.</summary>
    public async Task SaveAsync(
        IReadOnlyList<PositionEntry> entries, RecordStamp stamp, CancellationToken cancellation)
    {
        Topic topic = await EnsureTopicAsync(cancellation);
        using RecordRun run = PositionTable.Encode(entries, stamp);
        var append = new PositionAppend { Run = run };
        await topic.Partitions[0].AppendAsync(append, cancellation);
        AppendResult result = await append.Completed;
        if (result.Error != AppendError.None)
        {
            throw new StorageException(
                $"The positions of mirrors could not be written to {TopicName}: {result.Error} {result.Message}");
        }
    }

    private async Task<Topic> EnsureTopicAsync(CancellationToken cancellation)
    {
        if (log.Topics.Find(TopicName) is { } there)
        {
            return there;
        }

        try
        {
            // Small segments, so that compaction keeps what a start has to read small.
            var config = new Dictionary<string, string>
            {
                ["cleanup.policy"] = "compact",
                ["segment.bytes"] = "1048576",
            };
            return await log.Topics.CreateAsync(TopicName, 1, config, cancellation);
        }
        catch (TopicException error) when (error.Error == TopicError.TopicExists)
        {
            return log.Topics.Find(TopicName)!;
        }
    }
}
