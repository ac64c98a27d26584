namespace EdgeLog.Kafka.Protocol;

/// <summary>What became of one partition.</summary>
public sealed class PartitionError : IMessagePart<PartitionError>
{
    /// <summary>Which partition.</summary>
    public int PartitionIndex { get; set; }

    /// <summary>What went wrong, or none.</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>Reads one, as part of its message.</summary>
    public static PartitionError Read(ref KafkaReader reader, short version)
    {
        var partitionError = new PartitionError();
        partitionError.PartitionIndex = reader.ReadInt32();
        partitionError.ErrorCode = reader.ReadErrorCode();
        reader.SkipTags();
        return partitionError;
    }

    /// <summary>Writes it, as part of its message.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.WriteInt32(PartitionIndex);
        writer.WriteErrorCode(ErrorCode);
        writer.WriteNoTags();
    }
}
