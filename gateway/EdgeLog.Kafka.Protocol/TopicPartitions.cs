namespace EdgeLog.Kafka.Protocol;

/// <summary>Partitions of one topic.</summary>
public sealed class TopicPartitions : IMessagePart<TopicPartitions>
{
    /// <summary>The name.</summary>
    public string Topic { get; set; } = "";

    /// <summary>Which partitions.</summary>
    public List<int> Partitions { get; set; } = [];

    /// <summary>Reads one, as part of its message.</summary>
    public static TopicPartitions Read(ref KafkaReader reader, short version)
    {
        var topicPartitions = new TopicPartitions();
        topicPartitions.Topic = reader.ReadName();
        topicPartitions.Partitions = reader.ReadInt32Array();
        reader.SkipTags();
        return topicPartitions;
    }

    /// <summary>Writes it, as part of its message.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.WriteString(Topic);
        writer.WriteInt32Array(Partitions);
        writer.WriteNoTags();
    }
}
