namespace EdgeLog.Mqtt;

/// <summary>What an MQTT sink is told.</summary>
internal sealed record MqttSinkSettings
{
    /// <summary>The names in <see cref="Topic"/>: the record's own MQTT topic, its log topic, and so on.</summary>
    public static IReadOnlyList<string> TopicNames { get; } = ["mqtt", "topic", "key", "partition", "gateway"];

    public required MqttClientConfig Client { get; init; }

    public required QualityOfService Quality { get; init; }

    /// <summary>The MQTT topic over <see cref="TopicNames"/>; null is <c>{mqtt}</c>.</summary>
    public required Template? Topic { get; init; }

    public required string GatewayName { get; init; }

    public required RetainPolicy Retain { get; init; }
}
