namespace EdgeLog.Kafka.Protocol;

/// <summary>Partitions of one topic, by its id.</summary>
public sealed class TopicIdPartitions : IMessagePart<TopicIdPartitions>
{
    /// <summary>The id.</summary>
    public Guid TopicId { get; set; }

    /// <summary>Which partitions.</summary>
    public List<int> Partitions { get; set; } = [];

    /// <summary>Reads one, as part of its message.</summary>
    public static TopicIdPartitions Read(ref KafkaReader reader, short version)
    {
        var topicIdPartitions = new TopicIdPartitions();
        topicIdPartitions.TopicId = reader.ReadUuid();
        topicIdPartitions.Partitions = reader.ReadInt32Array();
        reader.SkipTags();
        return topicIdPartitions;
    }

    /// <summary>Writes it, as part of its message.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.WriteUuid(TopicId);
        writer.WriteInt32Array(Partitions);
        writer.WriteNoTags();
    }
}
