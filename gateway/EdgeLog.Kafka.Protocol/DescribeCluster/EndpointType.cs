namespace EdgeLog.Kafka.Protocol;

/// <summary>Which nodes a cluster description lists.</summary>
public enum EndpointType : sbyte
{
    /// <summary>None that is known.</summary>
    Unknown = 0,

    /// <summary>Brokers.</summary>
    Brokers = 1,

    /// <summary>Controllers.</summary>
    Controllers = 2,
}
