using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Offsets;

/// <summary>
/// Finds offsets by time, or the special ones: first, last, of the latest time. Nothing is tiered, so the earliest
/// local offset is the earliest and there is no latest tiered one.
/// </summary>
internal static class ListOffsetsHandler
{
    public static WriteBody Handle(KafkaRequest request, ListOffsetsRequest body)
    {
        var response = new ListOffsetsResponse { Topics = new(body.Topics.Count) };
        var seen = new HashSet<(string Topic, int Partition)>();
        foreach (var wanted in body.Topics)
        {
            var topic = request.Server.Log.Topics.Find(wanted.Name);
            var found = new ListOffsetsResponse.Topic { Name = wanted.Name, Partitions = new(wanted.Partitions.Count) };
            response.Topics.Add(found);
            foreach (var partition in wanted.Partitions)
            {
                found.Partitions.Add(seen.Add((wanted.Name, partition.PartitionIndex))
                    ? Find(topic, partition, request.Header.ApiVersion)
                    : Failed(partition, ErrorCode.InvalidRequest));
            }
        }

        return response.Write;
    }

    private static ListOffsetsResponse.Partition Find(
        Topic? topic, ListOffsetsRequest.Partition wanted, short version)
    {
        var partition = PartitionLookup.Find(topic, wanted.PartitionIndex);
        var error = PartitionLookup.Check(partition, wanted.CurrentLeaderEpoch);
        if (error != ErrorCode.None)
        {
            return Failed(wanted, error);
        }

        var epoch = partition!.LeaderEpoch.Value;
        return wanted.Timestamp switch
        {
            ListOffsetsTimestamp.Latest => Found(wanted, partition.HighWatermark.Value, epoch),
            ListOffsetsTimestamp.Earliest => Found(wanted, partition.LogStartOffset.Value, epoch),
            ListOffsetsTimestamp.MaxTimestamp when version >= 7 => Found(wanted, partition.FindMaxTimestamp(), epoch),
            ListOffsetsTimestamp.EarliestLocal when version >= 8 =>
                Found(wanted, partition.LogStartOffset.Value, epoch),
            ListOffsetsTimestamp.LatestTiered when version >= 9 => new() { PartitionIndex = wanted.PartitionIndex },
            < 0 => Failed(wanted, ErrorCode.UnsupportedVersion),
            _ => Found(wanted, partition.FindByTimestamp(wanted.Timestamp), epoch),
        };
    }

    private static ListOffsetsResponse.Partition Found(ListOffsetsRequest.Partition wanted, long offset, int epoch) =>
        new() { PartitionIndex = wanted.PartitionIndex, Offset = offset, LeaderEpoch = epoch };

    private static ListOffsetsResponse.Partition Found(
        ListOffsetsRequest.Partition wanted, TimestampedOffset? found, int epoch) =>
        found is { } at
            ? new()
            {
                PartitionIndex = wanted.PartitionIndex,
                Offset = at.Offset.Value,
                Timestamp = at.TimestampMs,
                LeaderEpoch = epoch,
            }
            : new() { PartitionIndex = wanted.PartitionIndex };

    private static ListOffsetsResponse.Partition Failed(ListOffsetsRequest.Partition wanted, ErrorCode error) =>
        new() { PartitionIndex = wanted.PartitionIndex, ErrorCode = error };
}
