namespace EdgeLog.Storage;

/// <summary>How far the scrub is, and what it has found since the log was opened.</summary>
public sealed record ScrubStatus
{
    /// <summary>The segment's file it looks at; null between passes.</summary>
    public string? File { get; init; }

    /// <summary>How far it is in that file, in bytes.</summary>
    public long Position { get; init; }

    /// <summary>Segments looked at in this pass, or in the last one.</summary>
    public int SegmentsDone { get; init; }

    /// <summary>Segments that the pass looks at in all.</summary>
    public int Segments { get; init; }

    /// <summary>Passes finished.</summary>
    public long Passes { get; init; }

    /// <summary>Bytes read.</summary>
    public long BytesRead { get; init; }

    /// <summary>Damaged ranges found.</summary>
    public long DamagedRanges { get; init; }

    /// <summary>Indexes that were not their segments', and are made anew.</summary>
    public long BadIndexes { get; init; }

    /// <summary>When the last pass ended; null before the first.</summary>
    public DateTimeOffset? LastPassEnded { get; init; }
}
