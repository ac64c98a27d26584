namespace EdgeLog.Storage;

/// <summary>What compaction may take of the machine.</summary>
public sealed record CompactionOptions
{
    /// <summary>
    /// The memory that the table of keys takes at most while a partition is compacted, in bytes. More keys than it
    /// holds (31,000 per MiB) take several passes.
    /// </summary>
    public int KeyMapBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// How much compaction reads and writes together, in bytes a second: a card that is busy with it still flushes.
    /// </summary>
    public long BytesPerSecond { get; init; } = 8 * 1024 * 1024;
}
