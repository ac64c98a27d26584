namespace EdgeLog.Kafka;

/// <summary>How the Kafka API presents itself and what it allows.</summary>
public sealed record KafkaServerOptions
{
    /// <summary>This broker's number; the only one, so any will do.</summary>
    public int NodeId { get; init; } = 1;

    /// <summary>What clients are told to connect to; null is the address the client used.</summary>
    public AdvertisedAddress? Advertised { get; init; }

    /// <summary>
    /// Whether a client that asks for a topic's metadata may thereby create it, as Kafka's default has it.
    /// </summary>
    public bool AutoCreateTopics { get; init; } = true;

    /// <summary>The bounds of everything a client can make grow.</summary>
    public KafkaLimits Limits { get; init; } = new();
}
