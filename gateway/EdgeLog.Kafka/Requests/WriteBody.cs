using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Requests;

/// <summary>Writes the body of a response: the response's own method.</summary>
internal delegate void WriteBody(ref KafkaWriter writer, short version);
