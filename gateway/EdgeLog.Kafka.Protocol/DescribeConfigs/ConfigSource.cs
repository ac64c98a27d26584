namespace EdgeLog.Kafka.Protocol;

/// <summary>Where the value of a setting comes from.</summary>
public enum ConfigSource : sbyte
{
    /// <summary>Not said.</summary>
    Unset = -1,

    /// <summary>None that is known.</summary>
    Unknown = 0,

    /// <summary>Set on the topic.</summary>
    Topic = 1,

    /// <summary>Set on the broker while it runs.</summary>
    DynamicBroker = 2,

    /// <summary>Set on all brokers while they run.</summary>
    DynamicDefaultBroker = 3,

    /// <summary>In the broker's configuration file.</summary>
    StaticBroker = 4,

    /// <summary>Kafka's default.</summary>
    Default = 5,

    /// <summary>Set on a logger.</summary>
    DynamicBrokerLogger = 6,

    /// <summary>Set on a client metrics subscription.</summary>
    ClientMetrics = 7,

    /// <summary>Set on the group.</summary>
    Group = 8,
}
