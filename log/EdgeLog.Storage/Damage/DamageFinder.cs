namespace EdgeLog.Storage;

/// <summary>
/// What a reader does that came upon bytes it cannot serve: the segment is audited, its damage reported, and the reader
/// goes on behind it at once, with a snapshot of its own until the published one says the same.
/// </summary>
internal static class DamageFinder
{
    /// <summary>
    /// The snapshot with the damage of the segment that holds <paramref name="offset"/>; null where there is none to be
    /// found.
    /// </summary>
    public static PartitionSnapshot? Examine(Partition partition, PartitionSnapshot snapshot, long offset)
    {
        int index = snapshot.IndexOf(offset);
        IReadOnlyList<QuarantinedRange> found = Audit(partition, snapshot, index);
        if (found.Count == 0)
        {
            return null;
        }

        partition.ReportDamage(index == snapshot.Sealed.Length ? snapshot.Active : snapshot.Sealed[index], found);
        return Add(snapshot, found);
    }

    /// <summary>A snapshot with more ranges, in the order of the segments and in each of the bytes.</summary>
    public static PartitionSnapshot Add(PartitionSnapshot snapshot, IEnumerable<QuarantinedRange> found) =>
        snapshot with
        {
            Quarantined = [.. snapshot.Quarantined
                .Concat(found)
                .Distinct()
                .OrderBy(range => range.SegmentBaseOffset)
                .ThenBy(range => range.Position)
                .ThenBy(range => range.FromOffset)],
        };

    /// <summary>What there is to audit in a segment that is open.</summary>
    public static AuditSubject SubjectOf(
        Partition partition, PartitionSnapshot snapshot, in SegmentView view, long highWatermark)
    {
        long baseOffset = view.BaseOffset;
        int index = snapshot.IndexOf(baseOffset);
        bool isSealed = index < snapshot.Sealed.Length;
        return new AuditSubject
        {
            File = view.File,
            BaseOffset = baseOffset,
            EndPosition = view.EndPosition,
            NextOffset = isSealed ? snapshot.Sealed[index].NextOffset : highWatermark,
            IsSealed = isSealed,
            MayHaveHoles = isSealed && partition.MayHaveHoles,
            Epochs = partition.TrustedEpochs,
            Known = [.. snapshot.Quarantined.Where(range => range.SegmentBaseOffset == baseOffset)],
        };
    }

    /// <summary>Nothing where the segment went meanwhile, and where the disk does not even let it be opened.</summary>
    private static IReadOnlyList<QuarantinedRange> Audit(Partition partition, PartitionSnapshot snapshot, int index)
    {
        long end = partition.HighWatermark.Value;
        try
        {
            if (!SegmentView.TryOpen(snapshot, index, out SegmentView view))
            {
                return [];
            }

            using (view)
            {
                return Audit(partition, snapshot, view, end);
            }
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static IReadOnlyList<QuarantinedRange> Audit(
        Partition partition, PartitionSnapshot snapshot, in SegmentView view, long highWatermark)
    {
        using var audit = new SegmentAudit(SubjectOf(partition, snapshot, view, highWatermark));
        while (audit.Step())
        {
        }

        if (audit.AreEpochsDoubtful)
        {
            partition.DistrustEpochs();
        }

        return audit.Found;
    }
}
