using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Bridge;

/// <summary>Writes the body of a request.</summary>
internal delegate void WriteMessage(ref KafkaWriter writer, short version);

/// <summary>Reads the body of a response.</summary>
internal delegate TResponse ReadMessage<out TResponse>(ref KafkaReader reader, short version);
