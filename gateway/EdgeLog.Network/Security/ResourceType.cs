namespace EdgeLog.Network.Security;

/// <summary>What a rule of the access list is about.</summary>
public enum ResourceType
{
    /// <summary>Everything: a rule that names no resource.</summary>
    Any = 0,

    /// <summary>MQTT topics, by a filter.</summary>
    Mqtt,

    /// <summary>Topics of the log.</summary>
    Topic,

    /// <summary>Consumer groups.</summary>
    Group,

    /// <summary>The cluster itself.</summary>
    Cluster,
}
