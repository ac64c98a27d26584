namespace EdgeLog.Storage;

/// <summary>The log in numbers, since it was opened.</summary>
public sealed record LogStatistics
{
    /// <summary>Bytes of all segments.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Records appended.</summary>
    public long RecordsAppended { get; init; }

    /// <summary>Bytes appended to segments, batch headers included.</summary>
    public long BytesAppended { get; init; }

    /// <summary>Commit groups made durable.</summary>
    public long CommitGroups { get; init; }

    /// <summary>Flushes issued to the device, of whatever file.</summary>
    public long Flushes { get; init; }

    /// <summary>Bytes written to the journal.</summary>
    public long JournalBytes { get; init; }

    /// <summary>Bytes that went to their segments past the journal, because their partition received most.</summary>
    public long BypassedBytes { get; init; }

    /// <summary>
    /// Records acknowledged before they were on flash, because <c>flush.messages</c> of their topic is above 1.
    /// </summary>
    public long DeferredRecords { get; init; }

    /// <summary>How often the journal's ring was full and waited for segments to be flushed; 0 in health.</summary>
    public long JournalStalls { get; init; }

    /// <summary>The median duration of the last flushes that acknowledgements waited for.</summary>
    public TimeSpan FlushP50 { get; init; }

    /// <summary>The 99th percentile of the same.</summary>
    public TimeSpan FlushP99 { get; init; }

    /// <summary>Appends waiting to be written, in bytes.</summary>
    public long InboxBytes { get; init; }

    /// <summary>Rises with every turn of the writer and flusher; what the watchdog looks at.</summary>
    public long Progress { get; init; }

    /// <summary>Whether there is work waiting that <see cref="Progress"/> must follow.</summary>
    public bool HasPendingWork { get; init; }

    /// <summary>What compaction did.</summary>
    public CompactionStatistics Compaction { get; init; } = new();

    /// <summary>Free bytes of the filesystem.</summary>
    public long FilesystemFreeBytes { get; init; }

    /// <summary>Bytes that the data directory takes: everything in it, blocks reserved ahead included.</summary>
    public long UsedBytes { get; init; }

    /// <summary>
    /// Bytes that it may take: the budget, or less where others leave less free than the reserve.
    /// </summary>
    public long LimitBytes { get; init; }

    /// <summary>Bytes that are to stay free on the filesystem.</summary>
    public long ReserveBytes { get; init; }

    /// <summary>Whether appends that need room are refused, because nothing more may give way.</summary>
    public bool IsFull { get; init; }

    /// <summary>Appends refused for want of room.</summary>
    public long RefusedAppends { get; init; }

    /// <summary>Everything declared as missing or gone, by reason.</summary>
    public IReadOnlyList<GapTotals> Gaps { get; init; } = [];
}
