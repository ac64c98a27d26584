namespace EdgeLog.Gateway.Status;

/// <summary>MQTT in numbers.</summary>
internal sealed record MqttView(
    int Clients, double MessagesPerSecond, long Messages, long Acknowledged, double? LastMessageSecondsAgo,
    long Qos0Dropped);
