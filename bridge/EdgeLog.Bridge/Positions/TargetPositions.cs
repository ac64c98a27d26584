using EdgeLog.Kafka.Protocol;
using EdgeLog.Records;

namespace EdgeLog.Bridge;

/// <summary>
/// Positions in the target: a compacted topic of one partition that belongs to this gateway, as MirrorMaker 2 has one.
/// It is what survives the loss of the gateway's card, and what shows that two gateways have one name.
/// </summary>
internal sealed class TargetPositions(KafkaClient client, string topic, short replicationFactor, LoopTimes times)
{
    private const int FetchBytes = 256 * 1024;
    private const int FetchWaitMs = 500;

    // The last one that names topics by name.
    private const short FetchVersionMax = 12;

    // Of the longest names, half of what a target takes by default.
    private const int EntriesPerBatch = 1000;

    private int _leader = -1;

    /// <summary>All positions there, the last of each; the topic is created where it is missing.</summary>
    public async Task<List<PositionEntry>> LoadAsync(CancellationToken cancellation)
    {
        BrokerConnection connection = await ConnectAsync(cancellation);
        long next = await FindOffsetAsync(connection, ListOffsetsTimestamp.Earliest, cancellation);
        long end = await FindOffsetAsync(connection, ListOffsetsTimestamp.Latest, cancellation);
        Dictionary<PositionKey, PositionEntry> last = [];
        while (next < end)
        {
            ReadOnlyMemory<byte> batches = await FetchAsync(connection, next, cancellation);
            long behind = Add(last, batches.Span, new Offset(next)).Value;
            next = behind > next
                ? behind
                : throw new BrokerUnreachableException($"topic {topic} gives nothing at offset {next} of {end}");
        }

        return [.. last.Values];
    }

    /// <summary>Writes positions; they are there when the task completes.</summary>
    public async Task SaveAsync(IReadOnlyList<PositionEntry> entries, CancellationToken cancellation)
    {
        foreach (PositionEntry[] some in entries.Chunk(EntriesPerBatch))
        {
            await SaveBatchAsync(some, cancellation);
        }
    }

    private async Task SaveBatchAsync(PositionEntry[] entries, CancellationToken cancellation)
    {
        BrokerConnection connection = await ConnectAsync(cancellation);
        using RecordRun run = PositionTable.Encode(entries, times.Stamp);
        using var builder = new RecordBatchBuilder();
        builder.Reset(Offset.Zero, LeaderEpoch.None, int.MaxValue);
        foreach (RecordRunEntry entry in run.Read())
        {
            builder.TryAdd(entry);
        }

        Memory<byte> batch = builder.Build(CompressionCodec.None);
        short version = connection.VersionOf(ApiKey.Produce, ProduceFrame.VersionMax);
        var frame = new ProduceFrame(client.Settings.ClientId);
        frame.Begin(version, batch.Length + 1024, client.Settings.RequestTimeout / 2);
        frame.TryAdd(new TopicPartition(topic, 0), batch.Span);
        Task<ReadOnlyMemory<byte>> answer = await connection.SendAsync(frame.End());
        ProduceResponse response = BrokerConnection.Decode(
            await answer.WaitAsync(cancellation), ApiKey.Produce, version, ProduceResponse.Read);
        Check(response.Topics[0].Partitions[0].ErrorCode, "cannot be written");
    }

    private async Task<BrokerConnection> ConnectAsync(CancellationToken cancellation)
    {
        if (_leader < 0)
        {
            _leader = await FindLeaderAsync(cancellation);
        }

        try
        {
            return await client.ConnectAsync(_leader).WaitAsync(cancellation);
        }
        catch (BrokerUnreachableException)
        {
            _leader = -1;
            throw;
        }
    }

    private async Task<int> FindLeaderAsync(CancellationToken cancellation)
    {
        // A segment of Kafka's smallest size: what is in the last one is never compacted, and all of it is read at a
        // start.
        var wanted = new WantedTopic(topic, 1, [new("cleanup.policy", "compact"), new("segment.bytes", "1048576")]);
        var topics = new TargetTopics(client, replicationFactor);
        for (int attempt = 0; attempt < 20; attempt++)
        {
            ClusterTopic found = (await topics.EnsureAsync([wanted], cancellation))[0];
            if (found.Error == ErrorCode.None && found.Leaders is [>= 0, ..])
            {
                return found.Leaders[0];
            }

            if (found.Error != ErrorCode.None && !ErrorCodes.IsRetriable(found.Error))
            {
                Check(found.Error, $"cannot be created. {found.Message}");
            }

            await times.DelayAsync(TimeSpan.FromMilliseconds(100), cancellation);
        }

        throw new BrokerUnreachableException($"topic {topic} has no leader in the target");
    }

    private async Task<long> FindOffsetAsync(
        BrokerConnection connection, long timestamp, CancellationToken cancellation)
    {
        var partition = new ListOffsetsRequest.Partition { PartitionIndex = 0, Timestamp = timestamp };
        var request = new ListOffsetsRequest
        {
            Topics = [new ListOffsetsRequest.Topic { Name = topic, Partitions = [partition] }],
        };
        ListOffsetsResponse response = await connection.CallAsync(
            ApiKey.ListOffsets, 6, request.Write, ListOffsetsResponse.Read, cancellation);
        Check(response.Topics[0].Partitions[0].ErrorCode, "cannot be read");
        return response.Topics[0].Partitions[0].Offset;
    }

    private async Task<ReadOnlyMemory<byte>> FetchAsync(
        BrokerConnection connection, long offset, CancellationToken cancellation)
    {
        var request = new FetchRequest { MaxWaitMs = FetchWaitMs, MinBytes = 1, MaxBytes = FetchBytes };
        FetchRequest.Topic asked = request.Topics.Add();
        asked.Name = topic;
        FetchRequest.Partition wanted = asked.Partitions.Add();
        wanted.FetchOffset = offset;
        wanted.MaxBytes = FetchBytes;
        FetchResponse response = await connection.CallAsync(
            ApiKey.Fetch, FetchVersionMax, request.Write, FetchResponse.Read, cancellation);
        Check(response.ErrorCode, "cannot be read");
        FetchedPartition fetched = response.Topics[0].Partitions[0];
        Check(fetched.ErrorCode, "cannot be read");
        return fetched.Records ?? default;
    }

    private static Offset Add(Dictionary<PositionKey, PositionEntry> last, ReadOnlySpan<byte> batches, Offset from)
    {
        Offset next = from;
        var walk = new RecordBatchEnumerator(batches);
        while (walk.MoveNext())
        {
            next = walk.Current.Header.NextOffset;
        }

        PositionTable.Add(last, batches[..walk.Position], from);
        return next;
    }

    private void Check(ErrorCode error, string what)
    {
        if (error == ErrorCode.None)
        {
            return;
        }

        _leader = -1;
        throw new KafkaErrorException(error, $"topic {topic} {what}");
    }
}
