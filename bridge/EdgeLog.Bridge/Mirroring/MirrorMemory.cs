namespace EdgeLog.Bridge;

/// <summary>What a mirror keeps from one connection to the next. Owned by its loop.</summary>
internal sealed class MirrorMemory(MirrorContext context)
{
    public MirrorTopics Topics { get; } = new(context.Log, context.Settings, context.Report, context.Signal);

    /// <summary>
    /// The producer id in use; -1 before there is one. It outlives connections, so that repeats are known as such.
    /// </summary>
    public long ProducerId { get; set; } = -1;

    /// <summary>Whether positions in the target were read, or cannot be.</summary>
    public bool KnowsTarget { get; set; }

    /// <summary>What the local log says.</summary>
    public List<PositionEntry> Local { get; set; } = [];
}
