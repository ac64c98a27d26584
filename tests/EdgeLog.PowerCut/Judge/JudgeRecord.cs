namespace EdgeLog.PowerCut;

/// <summary>A <see cref="Judge"/>'s knowledge as it is saved.</summary>
internal sealed class JudgeRecord
{
    /// <summary>By <c>topic-partition</c>.</summary>
    public Dictionary<string, PartitionJudgement> Partitions { get; set; } = [];

    /// <summary>By stream.</summary>
    public Dictionary<int, StreamJudgement> Streams { get; set; } = [];

    /// <summary>How many records were read.</summary>
    public long Records { get; set; }

    /// <summary>How many of them were repeats that their clients had sent.</summary>
    public long Repeats { get; set; }
}
