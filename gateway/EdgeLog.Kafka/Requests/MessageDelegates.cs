using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Requests;

/// <summary>Reads the body of a request.</summary>
internal delegate TRequest ReadBody<out TRequest>(ref KafkaReader reader, short version);

/// <summary>Writes the body of a response: the response's own method.</summary>
internal delegate void WriteBody(ref KafkaWriter writer, short version);
