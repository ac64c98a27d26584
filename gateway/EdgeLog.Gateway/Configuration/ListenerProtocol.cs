namespace EdgeLog.Gateway.Configuration;

/// <summary>What a listener speaks.</summary>
internal enum ListenerProtocol
{
    /// <summary>MQTT 3.1.1 and 5.</summary>
    Mqtt,

    /// <summary>Kafka's protocol.</summary>
    Kafka,

    /// <summary>Health, metrics and read-only status.</summary>
    Http,
}
