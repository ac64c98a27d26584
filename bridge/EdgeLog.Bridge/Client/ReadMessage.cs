using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Bridge;

/// <summary>Reads the body of a response.</summary>
internal delegate TResponse ReadMessage<out TResponse>(ref KafkaReader reader, short version);
