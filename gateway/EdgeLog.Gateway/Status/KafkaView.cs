namespace EdgeLog.Gateway.Status;

/// <summary>Kafka's API in numbers.</summary>
internal sealed record KafkaView(long Connections, long Requests, long ProduceBytes, long FetchBytes);
