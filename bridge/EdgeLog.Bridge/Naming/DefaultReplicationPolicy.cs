namespace EdgeLog.Bridge;

/// <summary>A remote topic is called <c>alias.topic</c>, so that its name says where it is from.</summary>
internal sealed class DefaultReplicationPolicy(string sourceAlias, string targetAlias, string separator)
    : ReplicationPolicy(sourceAlias, targetAlias, separator)
{
    public override string FormatRemoteTopic(string topic) => $"{SourceAlias}{Separator}{topic}";

    public override string? TopicSource(string topic)
    {
        int end = topic.IndexOf(Separator, StringComparison.Ordinal);
        return end < 0 ? null : topic[..end];
    }

    public override bool IsCycle(string topic)
    {
        for (string rest = topic; TopicSource(rest) is { } source; rest = rest[(source.Length + Separator.Length)..])
        {
            if (source == SourceAlias || source == TargetAlias)
            {
                return true;
            }
        }

        return false;
    }
}
