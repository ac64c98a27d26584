namespace EdgeLog.Storage;

/// <summary>
/// Proves a topic's account. The end is read first, then the segments, then what is declared: whatever went away
/// before the segments were read was declared before it went.
/// </summary>
internal static class AccountScan
{
    private const int RangesShown = 10;
    private const int TriesMax = 100;

    public static TopicAccount Run(Topic topic, Func<IReadOnlyList<Gap>> readGaps, RefusedCounts refused)
    {
        var account = new TopicAccount { Topic = topic.Name };
        var unexplained = new List<string>();
        foreach (Partition partition in topic.Partitions)
        {
            account = Add(account, partition, readGaps, unexplained);
        }

        long lost = refused.Pending(topic.Name)
            + readGaps().Where(gap => gap.Reason == GapReason.Refused).Sum(gap => gap.Count);
        return account with
        {
            Received = account.Received + lost,
            Lost = account.Lost + lost,
            UnexplainedRanges = unexplained,
        };
    }

    private static TopicAccount Add(
        TopicAccount account, Partition partition, Func<IReadOnlyList<Gap>> readGaps, List<string> unexplained)
    {
        long end = partition.HighWatermark.Value;
        StoredOffsets stored = Read(partition, end);
        OffsetRanges covered = stored.Covered.Clip(0, end);
        IReadOnlyList<Gap> gaps = readGaps();
        OffsetRanges lost = Declared(gaps, partition, Loss.Lost).Clip(0, end).Except(covered);
        OffsetRanges removed = Declared(gaps, partition, Loss.None).Clip(0, end).Except(covered).Except(lost);
        var holes = new OffsetRanges();
        holes.Add(0, end);
        holes = holes.Except(covered).Except(lost).Except(removed);
        long compacted = 0;
        if (partition.MayHaveHoles)
        {
            compacted = holes.Clip(partition.LogStartOffset.Value, end).Count + stored.Missing;
            holes = holes.Clip(0, partition.LogStartOffset.Value);
        }

        unexplained.AddRange(holes.Ranges
            .Select(range => $"{partition.Id} {range.From}..{range.End - 1}")
            .Take(RangesShown - unexplained.Count));
        return account with
        {
            Received = account.Received + end,
            Stored = account.Stored + covered.Count - stored.Missing,
            Lost = account.Lost + lost.Count,
            Removed = account.Removed + removed.Count,
            Compacted = account.Compacted + compacted,
        };
    }

    private static StoredOffsets Read(Partition partition, long end)
    {
        for (int tries = 1; ; tries++)
        {
            if (StoredOffsets.TryRead(partition, end, out StoredOffsets stored) || tries == TriesMax)
            {
                return stored;
            }
        }
    }

    private static OffsetRanges Declared(IReadOnlyList<Gap> gaps, Partition partition, Loss loss)
    {
        var ranges = new OffsetRanges();
        foreach (Gap gap in gaps)
        {
            bool isOfPartition = gap.TopicId == partition.Topic.Id && gap.Partition == partition.Id.Partition;
            if (isOfPartition && gap.IsLoss == (loss == Loss.Lost))
            {
                ranges.Add(gap.FirstOffset, gap.LastOffset + 1);
            }
        }

        return ranges;
    }

    private enum Loss
    {
        None,
        Lost,
    }
}
