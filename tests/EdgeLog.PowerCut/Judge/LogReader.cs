using EdgeLog.Kafka.Protocol;
using EdgeLog.Records;

namespace EdgeLog.PowerCut;

/// <summary>Reads all partitions of the load's topics over the Kafka API, from an offset each to their ends.</summary>
internal sealed class LogReader(KafkaConnection connection, LoadPlan plan)
{
    private const long Earliest = -2;
    private const long Latest = -1;
    private const int FetchBytes = 4 * 1024 * 1024;
    private static readonly (ApiKey, short) Fetch = (ApiKey.Fetch, 11);
    private static readonly (ApiKey, short) ListOffsets = (ApiKey.ListOffsets, 4);

    private readonly (string Topic, int Partition)[] _partitions =
        [.. plan.Topics.SelectMany(topic => Enumerable.Range(0, topic.Partitions).Select(one => (topic.Name, one)))];

    internal delegate void Observe(string topic, int partition, ReadOnlySpan<byte> batches);

    /// <summary>Reads to the end and lets the judge conclude.</summary>
    public async Task JudgeAsync(Judge judge)
    {
        judge.TakeOffsets();
        await JudgeStartsAsync(judge);
        Dictionary<(string, int), long> ends = await OffsetsAsync(Latest);
        foreach ((string topic, int partition) in _partitions)
        {
            judge.EndAt(topic, partition, ends[(topic, partition)]);
        }

        while (true)
        {
            // Retention does not wait for the judge.
            await JudgeStartsAsync(judge);
            var left = _partitions.Where(one => judge.Partition(one.Topic, one.Partition).Next < ends[one])
                .ToDictionary(one => one, one => judge.Partition(one.Topic, one.Partition).Next);
            if (left.Count == 0)
            {
                break;
            }

            await FetchAsync(left, TimeSpan.Zero, judge.Observe);
            (string Topic, int Partition)[] stuck =
                [.. left.Keys.Where(one => judge.Partition(one.Item1, one.Item2).Next == left[one])];
            if (stuck.Length == left.Count)
            {
                throw new GatewayErrorException(
                    $"nothing can be read of {string.Join(", ", stuck.Select(one => $"{one.Topic}-{one.Partition}"))}");
            }
        }

        judge.Conclude();
    }

    private async Task JudgeStartsAsync(Judge judge)
    {
        Dictionary<(string, int), long> starts = await OffsetsAsync(Earliest);
        foreach ((string topic, int partition) in _partitions)
        {
            judge.StartAt(topic, partition, starts[(topic, partition)]);
        }
    }

    /// <summary>Follows all partitions and notes in the judge what a reader was shown, until cancelled.</summary>
    public async Task FollowAsync(Judge judge, CancellationToken cancellation)
    {
        Dictionary<(string, int), long> positions = _partitions
            .ToDictionary(one => one, one => judge.Partition(one.Topic, one.Partition).Next);
        Dictionary<(string, int), ulong> hashes = _partitions
            .ToDictionary(one => one, one => judge.Partition(one.Topic, one.Partition).Hash);
        while (!cancellation.IsCancellationRequested)
        {
            await FetchAsync(positions, TimeSpan.FromMilliseconds(200), (topic, partition, batches) =>
            {
                (string, int) key = (topic, partition);
                foreach (Record one in new RecordBatchReader(batches, new Offset(positions[key])))
                {
                    hashes[key] = RecordHash.Add(hashes[key], one.Offset.Value, one.Value);
                    positions[key] = one.Offset.Value + 1;
                }

                PartitionJudgement judgement = judge.Partition(topic, partition);
                judgement.SeenNext = positions[key];
                judgement.SeenHash = hashes[key];
            });
        }
    }

    private async Task FetchAsync(
        IReadOnlyDictionary<(string Topic, int Partition), long> positions, TimeSpan wait, Observe observe)
    {
        var request = new FetchRequest
        {
            MaxWaitMs = (int)wait.TotalMilliseconds,
            MinBytes = wait == TimeSpan.Zero ? 0 : 1,
            MaxBytes = FetchBytes,
        };
        foreach (IGrouping<string, (string Topic, int Partition)> group in positions.Keys.GroupBy(one => one.Topic))
        {
            FetchRequest.Topic topic = request.Topics.Add();
            topic.Name = group.Key;
            foreach ((string Topic, int Partition) one in group)
            {
                FetchRequest.Partition partition = topic.Partitions.Add();
                partition.Index = one.Partition;
                partition.FetchOffset = positions[one];
                partition.MaxBytes = FetchBytes;
            }
        }

        FetchResponse response = await connection.CallAsync(Fetch, request.Write, FetchResponse.Read);
        foreach (FetchResponse.Topic topic in response.Topics)
        {
            foreach (FetchedPartition partition in topic.Partitions)
            {
                // Where retention went ahead of the reader; who judges looks where the log begins now.
                if (partition.ErrorCode is not ErrorCode.None and not ErrorCode.OffsetOutOfRange)
                {
                    throw new GatewayErrorException(
                        $"{topic.Name}-{partition.Index}: {partition.ErrorCode} for a fetch from "
                        + $"{positions[(topic.Name, partition.Index)]}");
                }

                if (partition.Records is { IsEmpty: false } records)
                {
                    observe(topic.Name, partition.Index, records.Span);
                }
            }
        }
    }

    private async Task<Dictionary<(string, int), long>> OffsetsAsync(long time)
    {
        var request = new ListOffsetsRequest
        {
            Topics = [.. plan.Topics.Select(topic => new ListOffsetsRequest.Topic
            {
                Name = topic.Name,
                Partitions = [.. Enumerable.Range(0, topic.Partitions).Select(index =>
                    new ListOffsetsRequest.Partition { PartitionIndex = index, Timestamp = time })],
            })],
        };
        ListOffsetsResponse response =
            await connection.CallAsync(ListOffsets, request.Write, ListOffsetsResponse.Read);
        var offsets = new Dictionary<(string, int), long>();
        foreach (ListOffsetsResponse.Topic topic in response.Topics)
        {
            foreach (ListOffsetsResponse.Partition partition in topic.Partitions)
            {
                offsets[(topic.Name, partition.PartitionIndex)] = partition.ErrorCode == ErrorCode.None
                    ? partition.Offset
                    : throw new GatewayErrorException($"{topic.Name}: {partition.ErrorCode} for its offsets");
            }
        }

        return offsets;
    }
}
