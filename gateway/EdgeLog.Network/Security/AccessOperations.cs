namespace EdgeLog.Network.Security;

/// <summary>What may be allowed or denied: MQTT's two and Kafka's, under their own names.</summary>
[Flags]
public enum AccessOperations
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Publish to an MQTT topic, wills included.</summary>
    Publish = 1 << 0,

    /// <summary>Subscribe to an MQTT filter, and get what matches it.</summary>
    Subscribe = 1 << 1,

    /// <summary>Kafka: fetch from a topic; join a group and commit in it.</summary>
    Read = 1 << 2,

    /// <summary>Kafka: produce to a topic.</summary>
    Write = 1 << 3,

    /// <summary>Kafka: create a topic.</summary>
    Create = 1 << 4,

    /// <summary>Kafka: delete a topic or a group, or records.</summary>
    Delete = 1 << 5,

    /// <summary>Kafka: add partitions, change the cluster.</summary>
    Alter = 1 << 6,

    /// <summary>Kafka: know that it exists; implied by read, write, delete and alter.</summary>
    Describe = 1 << 7,

    /// <summary>Kafka: what brokers ask of each other.</summary>
    ClusterAction = 1 << 8,

    /// <summary>Kafka: read settings; implied by alter_configs.</summary>
    DescribeConfigs = 1 << 9,

    /// <summary>Kafka: change settings.</summary>
    AlterConfigs = 1 << 10,

    /// <summary>Kafka: an idempotent producer; implied by write on any topic.</summary>
    IdempotentWrite = 1 << 11,

    /// <summary>Everything.</summary>
    All = (1 << 12) - 1,
}
