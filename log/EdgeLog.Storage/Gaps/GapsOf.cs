namespace EdgeLog.Storage;

/// <summary>Makes the gaps that tell what becomes of a range of offsets.</summary>
internal static class GapsOf
{
    /// <summary>One range of a partition, its end exclusive.</summary>
    public static Gap Range(Partition partition, (long From, long End) range, GapReason reason) => new()
    {
        Topic = partition.Topic.Name,
        TopicId = partition.Topic.Id,
        Partition = partition.Id.Partition,
        FirstOffset = range.From,
        LastOffset = range.End - 1,
        Count = range.End - range.From,
        Reason = reason,
        Time = partition.Now,
    };

    /// <summary>A drop: what every mirror has is one range, what one still wants, or nobody has, is another.</summary>
    public static IEnumerable<Gap> Drop(SegmentDrop drop, MirrorPositions mirrors)
    {
        Partition partition = drop.Partition;
        long from = partition.Snapshot.LogStartOffset;
        long? confirmed = mirrors.ConfirmedBefore(partition);
        long split = Math.Clamp(confirmed ?? from, from, Math.Max(from, drop.BeforeOffset));
        if (from < split)
        {
            yield return Range(partition, (from, split), GapReason.Mirrored);
        }

        if (split < drop.BeforeOffset)
        {
            GapReason expired = confirmed is null ? GapReason.Retention : GapReason.Expired;
            GapReason reason = drop.Cause == DropCause.Overflow ? GapReason.Overflow : expired;
            yield return Range(partition, (split, drop.BeforeOffset), reason) with
            {
                Mirrors = mirrors.Missing(partition, drop.BeforeOffset),
            };
        }
    }

    /// <summary>What lies before the log starts and was never declared: files that somebody took.</summary>
    public static List<Gap> Vanished(
        IEnumerable<(Partition Partition, long Start)> starts, IReadOnlyList<Gap> declared)
    {
        ILookup<PartitionKey, Gap> known = declared
            .Where(gap => gap.TopicId is not null && gap.FirstOffset >= 0)
            .ToLookup(gap => new PartitionKey(gap.TopicId!.Value, gap.Partition));
        var vanished = new List<Gap>();
        foreach ((Partition partition, long start) in starts.Where(start => start.Start > 0))
        {
            var told = new OffsetRanges();
            foreach (Gap gap in known[PartitionKey.Of(partition)])
            {
                told.Add(gap.FirstOffset, gap.LastOffset + 1);
            }

            var missing = new OffsetRanges();
            missing.Add(0, start);
            vanished.AddRange(missing.Except(told).Ranges.Select(r => Range(partition, r, GapReason.Damaged)));
        }

        return vanished;
    }
}
