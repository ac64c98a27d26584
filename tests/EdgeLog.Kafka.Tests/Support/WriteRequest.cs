using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Tests.Support;

/// <summary>Writes the body of a request: the request's own method.</summary>
internal delegate void WriteRequest(ref KafkaWriter writer, short version);
