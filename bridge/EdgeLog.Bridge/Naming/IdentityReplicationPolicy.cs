namespace EdgeLog.Bridge;

/// <summary>
/// A remote topic keeps its name. Loops cannot be seen in names then: two such mirrors must not face each other.
/// </summary>
internal sealed class IdentityReplicationPolicy(string sourceAlias, string targetAlias, string separator)
    : ReplicationPolicy(sourceAlias, targetAlias, separator)
{
    public override string FormatRemoteTopic(string topic) => topic;

    public override string? TopicSource(string topic) => SourceAlias;

    public override bool IsCycle(string topic) => SourceAlias == TargetAlias;
}
