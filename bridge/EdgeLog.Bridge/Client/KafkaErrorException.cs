using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Bridge;

/// <summary>A broker answered a request with an error.</summary>
internal sealed class KafkaErrorException : Exception
{
    public KafkaErrorException(ErrorCode error, string what)
        : base($"{error.KafkaName()}: {what}") => Error = error;

    public ErrorCode Error { get; }
}
