using System.Collections.Immutable;

namespace EdgeLog.Storage;

/// <summary>
/// Decides what of a partition may be compacted and whether it is time, as Kafka's cleaner does by
/// <c>min.cleanable.dirty.ratio</c>, <c>min.compaction.lag.ms</c> and <c>max.compaction.lag.ms</c>. Time is the
/// steady one in which the log got the records, not what they say of themselves.
/// </summary>
internal static class CompactionPolicy
{
    /// <summary>The segments that may be looked at; the active one never.</summary>
    public static DirtyRange RangeOf(
        PartitionSnapshot snapshot, TopicConfig config, long firstDirtyOffset, DateTimeOffset now)
    {
        int start = FirstUndamaged(snapshot);
        int end = start;
        while (end < snapshot.Sealed.Length
            && (snapshot.Sealed[end].NextOffset <= firstDirtyOffset || IsPastLag(snapshot.Sealed[end], config, now)))
        {
            end++;
        }

        ImmutableArray<SealedSegment> segments = snapshot.Sealed[start..end];
        long startOffset = segments.IsEmpty ? firstDirtyOffset : segments[0].BaseOffset;
        return new DirtyRange(
            segments,
            Math.Max(firstDirtyOffset, startOffset),
            segments.IsEmpty ? firstDirtyOffset : segments[^1].NextOffset,
            start == 0);
    }

    /// <summary>Whether a pass over <paramref name="range"/> is due.</summary>
    public static bool IsDue(DirtyRange range, TopicConfig config, DateTimeOffset now) =>
        range.DirtyBytes > 0
        && (range.DirtyRatio > config.MinCleanableDirtyRatio || IsOverdue(range, config, now));

    /// <summary>Whether the active segment has to be sealed so that its records are compacted in time.</summary>
    public static bool IsRollDue(PartitionSnapshot snapshot, TopicConfig config, DateTimeOffset now) =>
        config.MaxCompactionLag is { } lag
        && snapshot.Active.WrittenPosition > 0
        && now - snapshot.Active.CreatedAt >= lag;

    /// <summary>Segments up to the last one with damage stay as they are, with all they hold.</summary>
    private static int FirstUndamaged(PartitionSnapshot snapshot)
    {
        for (int index = snapshot.Sealed.Length - 1; index >= 0; index--)
        {
            long baseOffset = snapshot.Sealed[index].BaseOffset;
            if (snapshot.Quarantined.Any(range => range.SegmentBaseOffset == baseOffset))
            {
                return index + 1;
            }
        }

        return 0;
    }

    private static bool IsPastLag(SealedSegment segment, TopicConfig config, DateTimeOffset now) =>
        config.MinCompactionLag == TimeSpan.Zero
        || now - segment.AppendedAt >= config.MinCompactionLag;

    private static bool IsOverdue(DirtyRange range, TopicConfig config, DateTimeOffset now)
    {
        if (config.MaxCompactionLag is not { } lag)
        {
            return false;
        }

        long first = range.FirstDirtyOffset;
        int index = range.Segments.IndexOf(range.Segments.First(segment => segment.NextOffset > first));

        // The segment before was complete when this one began; the very first was rolled no later than the lag.
        TimeSpan age = index > 0
            ? now - range.Segments[index - 1].AppendedAt
            : now - range.Segments[0].AppendedAt + lag;
        return age >= lag;
    }
}
