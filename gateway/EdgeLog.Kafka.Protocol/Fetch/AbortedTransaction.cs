namespace EdgeLog.Kafka.Protocol;

/// <summary>
/// A transaction whose records a reader of committed records drops, up to the producer's abort marker.
/// </summary>
/// <param name="ProducerId">Whose records.</param>
/// <param name="FirstOffset">From which offset on.</param>
public readonly record struct AbortedTransaction(long ProducerId, long FirstOffset) : IMessagePart<AbortedTransaction>
{
    /// <summary>Reads one, as part of its message.</summary>
    public static AbortedTransaction Read(ref KafkaReader reader, short version)
    {
        var transaction = new AbortedTransaction(reader.ReadInt64(), reader.ReadInt64());
        reader.SkipTags();
        return transaction;
    }

    /// <summary>Writes it, as part of its message.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.WriteInt64(ProducerId);
        writer.WriteInt64(FirstOffset);
        writer.WriteNoTags();
    }
}
