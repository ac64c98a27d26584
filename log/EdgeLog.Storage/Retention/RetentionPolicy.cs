using System.Collections.Immutable;

namespace EdgeLog.Storage;

/// <summary>
/// Decides how many of a partition's oldest sealed segments go: those whose last record came longer ago than
/// <c>retention.ms</c>, in log order, and as many as <c>retention.bytes</c> asks for. Time is when the log got the
/// records, not what they say of themselves, so that a device with a wrong clock neither loses nor pins anything.
/// </summary>
internal static class RetentionPolicy
{
    /// <summary>How many segments from the start of <paramref name="snapshot"/> are past retention.</summary>
    public static int CountExpired(PartitionSnapshot snapshot, TopicConfig config, DateTimeOffset? now)
    {
        if (!config.IsDeleted)
        {
            return 0;
        }

        return Math.Max(
            CountByTime(snapshot.Sealed, config.Retention, now),
            CountBySize(snapshot, config.RetentionBytes));
    }

    private static int CountByTime(ImmutableArray<SealedSegment> segments, TimeSpan? retention, DateTimeOffset? now)
    {
        int count = 0;
        while (retention is not null
            && now is not null
            && count < segments.Length
            && now.Value - segments[count].AppendedAt > retention.Value)
        {
            count++;
        }

        return count;
    }

    private static int CountBySize(PartitionSnapshot snapshot, long? retentionBytes)
    {
        if (retentionBytes is null)
        {
            return 0;
        }

        // As Kafka does: a segment goes only if what stays is not below the limit.
        long excess = snapshot.SealedBytes + snapshot.Active.WrittenPosition - retentionBytes.Value;
        int count = 0;
        while (count < snapshot.Sealed.Length && excess - snapshot.Sealed[count].SizeBytes >= 0)
        {
            excess -= snapshot.Sealed[count].SizeBytes;
            count++;
        }

        return count;
    }
}
