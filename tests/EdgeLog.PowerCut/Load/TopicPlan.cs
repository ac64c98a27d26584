namespace EdgeLog.PowerCut;

/// <summary>A topic that the load writes to.</summary>
internal sealed record TopicPlan(string Name, int Partitions)
{
    /// <summary>Kafka's settings in the gateway's configuration.</summary>
    public Dictionary<string, string> Settings { get; init; } = [];

    /// <summary>From how many bytes on the oldest records may go; null: never.</summary>
    public long? RetentionBytes { get; init; }
}
