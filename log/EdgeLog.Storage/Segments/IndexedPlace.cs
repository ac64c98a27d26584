namespace EdgeLog.Storage;

/// <summary>Where an index says that a batch is.</summary>
/// <param name="LastOffset">The batch's last offset; -1 at the segment's start, of which no entry tells.</param>
/// <param name="Position">Where the batch begins, in bytes.</param>
internal readonly record struct IndexedPlace(long LastOffset, int Position)
{
    /// <summary>The segment's first batch.</summary>
    public static IndexedPlace Start { get; } = new(-1, 0);
}
