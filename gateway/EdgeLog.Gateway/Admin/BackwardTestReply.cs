namespace EdgeLog.Gateway.Admin;

/// <summary>Its MQTT topic, and the filter of the route that tells; null for none.</summary>
internal sealed record BackwardTestReply(string? MqttTopic, string? Filter);
