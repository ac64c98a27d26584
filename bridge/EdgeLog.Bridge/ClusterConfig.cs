namespace EdgeLog.Bridge;

/// <summary>A remote Kafka cluster under <c>clusters:</c>: its alias and a Kafka client's properties.</summary>
public sealed record ClusterConfig
{
    /// <summary>The name by which mirrors refer to it.</summary>
    public required string Alias { get; init; }

    /// <summary>The client's properties under Kafka's names, <c>bootstrap.servers</c> first of all.</summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    internal bool SameAs(ClusterConfig other) =>
        Alias == other.Alias && PropertyMaps.AreEqual(Properties, other.Properties);
}
