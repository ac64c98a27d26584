using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Bridge;

/// <summary>Writes the body of a request.</summary>
internal delegate void WriteMessage(ref KafkaWriter writer, short version);
