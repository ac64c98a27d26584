namespace EdgeLog.Mqtt;

/// <summary>What an MQTT source is told.</summary>
internal sealed record MqttSourceSettings
{
    public required MqttClientConfig Client { get; init; }

    /// <summary>What to subscribe to.</summary>
    public required IReadOnlyList<string> Filters { get; init; }

    public required QualityOfService Quality { get; init; }

    /// <summary>Its own routes; null where the gateway's apply.</summary>
    public required RouteTable? OwnRoutes { get; init; }
}
