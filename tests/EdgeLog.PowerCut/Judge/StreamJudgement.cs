namespace EdgeLog.PowerCut;

/// <summary>How far one stream was judged.</summary>
internal sealed class StreamJudgement
{
    /// <summary>The number of the next message that was not seen yet; -1 where the log's start is not known.</summary>
    public long Expected { get; set; }

    /// <summary>The partition where its messages are; -1 before the first was seen.</summary>
    public int Partition { get; set; } = -1;

    /// <summary>How often a message was seen again.</summary>
    public Dictionary<long, int> Repeats { get; set; } = [];
}
