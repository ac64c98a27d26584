namespace EdgeLog.Storage;

/// <summary>Compaction in numbers, since the log was opened.</summary>
public sealed record CompactionStatistics
{
    /// <summary>Passes over a partition that came to their end.</summary>
    public long Runs { get; init; }

    /// <summary>Bytes read from segments.</summary>
    public long BytesRead { get; init; }

    /// <summary>Bytes written to the segments that replaced others.</summary>
    public long BytesWritten { get; init; }

    /// <summary>Records that gave way: superseded, deleted, aborted, or without a key.</summary>
    public long RecordsDropped { get; init; }

    /// <summary>Passes given up: damage, no room, a codec that is missing. Tried again later.</summary>
    public long Failures { get; init; }

    /// <summary>The share of not yet compacted bytes in the partition that was dirtiest when last looked at.</summary>
    public double LastDirtyRatio { get; init; }
}
