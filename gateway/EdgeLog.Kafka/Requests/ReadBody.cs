using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Requests;

/// <summary>Reads the body of a request.</summary>
internal delegate TRequest ReadBody<TRequest>(ref KafkaReader reader, short version);
