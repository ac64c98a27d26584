namespace EdgeLog.Bridge;

/// <summary>
/// How a source topic is called in the target, and which topics must not go there; MirrorMaker 2's interface of that
/// name.
/// </summary>
internal abstract class ReplicationPolicy(string sourceAlias, string targetAlias, string separator)
{
    public string SourceAlias { get; } = sourceAlias;

    public string TargetAlias { get; } = targetAlias;

    public string Separator { get; } = separator;

    /// <summary>The name in the target of <paramref name="topic"/>, which comes from the source.</summary>
    public abstract string FormatRemoteTopic(string topic);

    /// <summary>
    /// The cluster that <paramref name="topic"/> was mirrored from, as far as its name tells; null for none.
    /// </summary>
    public abstract string? TopicSource(string topic);

    /// <summary>Whether mirroring <paramref name="topic"/> would send records back to where they were.</summary>
    public abstract bool IsCycle(string topic);

    /// <summary>The topic in the target that keeps this gateway's positions.</summary>
    public string PositionsTopic => $"mm2-offsets{Separator}{SourceAlias}{Separator}internal";

    /// <summary>Whether <paramref name="topic"/> is a mirror's, a broker's or a gateway's own.</summary>
    public bool IsInternalTopic(string topic)
    {
        bool isMirrorsOwn = topic.StartsWith("mm2", StringComparison.Ordinal)
            && topic.EndsWith($"{Separator}internal", StringComparison.Ordinal);
        return isMirrorsOwn
            || topic.EndsWith($"{Separator}checkpoints{Separator}internal", StringComparison.Ordinal)
            || topic.StartsWith("__", StringComparison.Ordinal)
            || topic.StartsWith('.');
    }
}
