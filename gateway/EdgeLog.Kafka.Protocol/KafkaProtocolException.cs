namespace EdgeLog.Kafka.Protocol;

/// <summary>
/// The peer sent bytes that are no Kafka message: truncated, a length out of bounds, an unknown version. Its
/// connection cannot be used any further.
/// </summary>
public sealed class KafkaProtocolException : Exception
{
    /// <summary>Says in <paramref name="message"/> what was wrong and where.</summary>
    public KafkaProtocolException(string message)
        : base(message)
    {
    }
}
