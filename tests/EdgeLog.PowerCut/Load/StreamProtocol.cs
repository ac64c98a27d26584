namespace EdgeLog.PowerCut;

/// <summary>How a stream's messages reach the gateway.</summary>
internal enum StreamProtocol
{
    /// <summary>MQTT at QoS 1.</summary>
    Mqtt,

    /// <summary>A Kafka producer that waits for all replicas; what it sends again may be there twice.</summary>
    Kafka,

    /// <summary>An idempotent Kafka producer: nothing may be there twice.</summary>
    Idempotent,
}
