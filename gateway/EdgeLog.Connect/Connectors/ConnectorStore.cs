using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Connect;

/// <summary>
/// What connectors keep over restarts: positions of sinks, and who is paused. Every write is durable when its task
/// completes. Safe from any thread.
/// </summary>
internal sealed class ConnectorStore(LogDirectory log, TimeProvider time)
{
    private readonly ConnectTopic _topic = new(log);

    /// <summary>The connectors that somebody paused.</summary>
    public HashSet<string> LoadPaused()
    {
        var paused = new HashSet<string>(StringComparer.Ordinal);
        _topic.Read((in Record record) =>
        {
            if (ConnectorRecords.ReadState(record) is not { } state)
            {
                return;
            }

            if (state.IsPaused)
            {
                paused.Add(state.Connector);
            }
            else
            {
                paused.Remove(state.Connector);
            }
        });
        return paused;
    }

    /// <summary>The positions of one sink.</summary>
    public Dictionary<TopicPartition, SinkPosition> LoadPositions(string connector)
    {
        var positions = new Dictionary<TopicPartition, SinkPosition>();
        _topic.Read((in Record record) =>
        {
            if (ConnectorRecords.ReadPosition(record) is { } entry && entry.Connector == connector)
            {
                positions[entry.Partition] = entry.Position;
            }
        });
        return positions;
    }

    /// <summary>Notes that a connector is to run, or to pause. Throws <see cref="StorageException"/>.</summary>
    public Task SaveStateAsync(string connector, ConnectorState state, CancellationToken cancellation) =>
        SaveAsync([(ConnectorRecords.StateKey(connector), ConnectorRecords.StateValue(state))], cancellation);

    /// <summary>Notes positions of a sink. Throws <see cref="StorageException"/>.</summary>
    public Task SavePositionsAsync(
        string connector,
        IEnumerable<(TopicPartition Partition, SinkPosition Position)> positions,
        CancellationToken cancellation) =>
        SaveAsync(
            positions.Select(entry => (
                ConnectorRecords.PositionKey(connector, entry.Partition),
                ConnectorRecords.PositionValue(entry.Position))),
            cancellation);

    private async Task SaveAsync(IEnumerable<(byte[] Key, byte[] Value)> records, CancellationToken cancellation)
    {
        using RecordRun run = RecordRun.Rent();
        foreach ((byte[] key, byte[] value) in records)
        {
            run.BeginRecord(LogClock.StampBy(time));
            run.WriteKey(key);
            run.WriteValue(value);
            run.BeginHeaders(0);
            run.EndRecord();
        }

        await _topic.AppendAsync(run, cancellation);
    }
}
