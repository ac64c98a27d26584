namespace EdgeLog.Gateway.Admin;

/// <summary>An MQTT message to try.</summary>
internal sealed record RouteTestRequest(string Topic, byte[] Payload);
