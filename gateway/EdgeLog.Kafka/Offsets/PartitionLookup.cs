using EdgeLog.Kafka.Protocol;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Offsets;

/// <summary>Finds partitions and judges what clients believe about them.</summary>
internal static class PartitionLookup
{
    /// <summary>The partition, or null where topic or index do not exist.</summary>
    public static Partition? Find(Topic? topic, int index)
    {
        if (topic is null)
        {
            return null;
        }

        var partitions = topic.Partitions;
        return (uint)index < (uint)partitions.Length ? partitions[index] : null;
    }

    /// <summary>
    /// Whether a client may go on: the partition exists, and the leader epoch it knows, -1 for none, is ours.
    /// </summary>
    public static ErrorCode Check(Partition? partition, int currentLeaderEpoch)
    {
        if (partition is null || partition.IsDeleted)
        {
            return ErrorCode.UnknownTopicOrPartition;
        }

        var epoch = partition.LeaderEpoch.Value;
        return currentLeaderEpoch switch
        {
            < 0 => ErrorCode.None,
            _ when currentLeaderEpoch < epoch => ErrorCode.FencedLeaderEpoch,
            _ when currentLeaderEpoch > epoch => ErrorCode.UnknownLeaderEpoch,
            _ => ErrorCode.None,
        };
    }
}
