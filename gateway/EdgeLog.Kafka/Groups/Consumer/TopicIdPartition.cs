using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups.Consumer;

/// <summary>A partition by its topic's id.</summary>
internal readonly record struct TopicIdPartition(Guid TopicId, int Partition)
{
    public static HashSet<TopicIdPartition> Read(IEnumerable<TopicIdPartitions> topics) =>
        [.. topics.SelectMany(topic => topic.Partitions.Select(index => new TopicIdPartition(topic.TopicId, index)))];

    public static List<TopicIdPartitions> Write(IEnumerable<TopicIdPartition> partitions) =>
    [
        .. partitions.GroupBy(one => one.TopicId).Select(topic => new TopicIdPartitions
        {
            TopicId = topic.Key,
            Partitions = [.. topic.Select(one => one.Partition).Order()],
        }),
    ];
}
