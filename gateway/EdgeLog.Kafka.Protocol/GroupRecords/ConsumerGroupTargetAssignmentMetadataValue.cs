namespace EdgeLog.Kafka.Protocol;

/// <summary>The epoch of a group's target assignment.</summary>
public sealed class ConsumerGroupTargetAssignmentMetadataValue
{
    /// <summary>The epoch the assignment was made for.</summary>
    public int AssignmentEpoch { get; set; }

    /// <summary>Reads the value in <paramref name="version"/>.</summary>
    public static ConsumerGroupTargetAssignmentMetadataValue Read(ref KafkaReader reader, short version)
    {
        reader.BeginRecord(version, flexibleFrom: 0);
        var value = new ConsumerGroupTargetAssignmentMetadataValue();
        value.AssignmentEpoch = reader.ReadInt32();
        reader.SkipTags();
        return value;
    }

    /// <summary>Writes the value.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginRecord(version, flexibleFrom: 0);
        writer.WriteInt32(AssignmentEpoch);
        writer.WriteNoTags();
    }
}
