namespace EdgeLog.Bridge;

/// <summary>A mirror under <c>mirrors:</c>: which topics go to which cluster, under which names.</summary>
public sealed record MirrorConfig
{
    /// <summary>The mirror's name; its positions belong to it.</summary>
    public required string Name { get; init; }

    /// <summary>The alias of the cluster that records go to.</summary>
    public required string To { get; init; }

    /// <summary>
    /// <c>topics</c>: names or regular expressions, each matching the whole name; an entry may be a comma-separated
    /// list of them.
    /// </summary>
    public IReadOnlyList<string> Topics { get; init; } = [".*"];

    /// <summary>
    /// <c>topics.exclude</c>: what is left out although <see cref="Topics"/> has it; MirrorMaker 2's default.
    /// </summary>
    public IReadOnlyList<string> TopicsExclude { get; init; } = [@"mm2.*\.internal", @".*\.replica", "__.*"];

    /// <summary><c>replication.policy.class</c>, with or without its package.</summary>
    public string ReplicationPolicyClass { get; init; } = "DefaultReplicationPolicy";

    /// <summary>Every other property of the mirror, under MirrorMaker 2's names.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    internal bool SameAs(MirrorConfig other) =>
        Name == other.Name
        && To == other.To
        && Topics.SequenceEqual(other.Topics)
        && TopicsExclude.SequenceEqual(other.TopicsExclude)
        && ReplicationPolicyClass == other.ReplicationPolicyClass
        && PropertyMaps.AreEqual(Properties, other.Properties);
}
