namespace EdgeLog.Kafka.Protocol;

/// <summary>What a member is to get.</summary>
public sealed class ConsumerGroupTargetAssignmentMemberValue
{
    /// <summary>The partitions by topic.</summary>
    public List<TopicIdPartitions> TopicPartitions { get; set; } = [];

    /// <summary>Reads the value in <paramref name="version"/>.</summary>
    public static ConsumerGroupTargetAssignmentMemberValue Read(ref KafkaReader reader, short version)
    {
        reader.BeginRecord(version, flexibleFrom: 0);
        var value = new ConsumerGroupTargetAssignmentMemberValue();
        value.TopicPartitions = reader.ReadArray<TopicIdPartitions>(version);
        reader.SkipTags();
        return value;
    }

    /// <summary>Writes the value.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginRecord(version, flexibleFrom: 0);
        writer.WriteArray(TopicPartitions, version);
        writer.WriteNoTags();
    }
}
