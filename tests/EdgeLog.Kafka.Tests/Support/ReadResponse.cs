using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Tests.Support;

/// <summary>Reads the body of a response.</summary>
internal delegate TResponse ReadResponse<TResponse>(ref KafkaReader reader, short version);
