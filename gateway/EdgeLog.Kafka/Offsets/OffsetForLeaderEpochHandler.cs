using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Offsets;

/// <summary>
/// Tells where an epoch ended, so that a consumer whose position belongs to an older life of the log notices what a
/// crash took back (KIP-320).
/// </summary>
internal static class OffsetForLeaderEpochHandler
{
    public static WriteBody Handle(KafkaRequest request, OffsetForLeaderEpochRequest body)
    {
        var response = new OffsetForLeaderEpochResponse();
        foreach (var wanted in body.Topics)
        {
            var topic = request.Server.Log.Topics.Find(wanted.Name);
            var found = new OffsetForLeaderEpochResponse.Topic { Name = wanted.Name };
            response.Topics.Add(found);
            foreach (var partition in wanted.Partitions)
            {
                found.Partitions.Add(Find(topic, partition));
            }
        }

        return response.Write;
    }

    private static OffsetForLeaderEpochResponse.Partition Find(
        Topic? topic, OffsetForLeaderEpochRequest.Partition wanted)
    {
        var result = new OffsetForLeaderEpochResponse.Partition { PartitionIndex = wanted.PartitionIndex };
        var partition = PartitionLookup.Find(topic, wanted.PartitionIndex);
        result.ErrorCode = PartitionLookup.Check(partition, wanted.CurrentLeaderEpoch);
        if (result.ErrorCode == ErrorCode.None
            && wanted.LeaderEpoch >= 0 && wanted.LeaderEpoch <= partition!.LeaderEpoch.Value)
        {
            var (epoch, endOffset) = partition.EndOffsetFor(new LeaderEpoch(wanted.LeaderEpoch));
            (result.LeaderEpoch, result.EndOffset) = (epoch.Value, endOffset.Value);
        }

        return result;
    }
}
