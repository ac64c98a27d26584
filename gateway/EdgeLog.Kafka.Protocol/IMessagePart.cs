namespace EdgeLog.Kafka.Protocol;

/// <summary>An element of an array in a message: it knows its own bytes.</summary>
/// <typeparam name="TSelf">The element itself.</typeparam>
internal interface IMessagePart<TSelf>
    where TSelf : IMessagePart<TSelf>
{
    /// <summary>Reads one; the reader's encoding is already chosen.</summary>
    static abstract TSelf Read(ref KafkaReader reader, short version);

    /// <summary>Writes it; the writer's encoding is already chosen.</summary>
    void Write(ref KafkaWriter writer, short version);
}
