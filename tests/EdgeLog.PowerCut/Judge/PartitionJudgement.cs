namespace EdgeLog.PowerCut;

/// <summary>How far one partition was judged.</summary>
internal sealed class PartitionJudgement
{
    /// <summary>The next offset to read.</summary>
    public long Next { get; set; }

    /// <summary>A hash over offset, stream and number of all records read, in order.</summary>
    public ulong Hash { get; set; }

    /// <summary>Where readers got to while the gateway ran, and the hash there: it must come again.</summary>
    public long SeenNext { get; set; } = -1;

    public ulong SeenHash { get; set; }

    /// <summary>Whether retention has moved the log's start since the last conclusion.</summary>
    public bool HasJumped { get; set; }

    /// <summary>How many bytes of batches were read since the log's start moved.</summary>
    public long Bytes { get; set; }
}
