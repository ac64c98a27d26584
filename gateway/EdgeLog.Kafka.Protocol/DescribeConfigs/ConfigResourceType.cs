namespace EdgeLog.Kafka.Protocol;

/// <summary>What kind of thing has settings.</summary>
public enum ConfigResourceType : sbyte
{
    /// <summary>None that is known.</summary>
    Unknown = 0,

    /// <summary>A topic, by name.</summary>
    Topic = 2,

    /// <summary>A broker, by its id; the cluster's default by the empty name.</summary>
    Broker = 4,

    /// <summary>A broker's loggers.</summary>
    BrokerLogger = 8,

    /// <summary>A client metrics subscription.</summary>
    ClientMetrics = 16,

    /// <summary>A consumer group.</summary>
    Group = 32,
}
