using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>Which offsets of a partition are stored, by the header of every batch in it.</summary>
internal sealed class StoredOffsets
{
    /// <summary>The offsets that some batch covers.</summary>
    public OffsetRanges Covered { get; } = new();

    /// <summary>Offsets within batches whose records compaction took out.</summary>
    public long Missing { get; private set; }

    /// <summary>
    /// Reads a partition up to <paramref name="end"/>; false where a segment was sealed or dropped meanwhile: another
    /// try sees it as it is then.
    /// </summary>
    public static bool TryRead(Partition partition, long end, out StoredOffsets stored)
    {
        stored = new StoredOffsets();
        PartitionSnapshot snapshot = partition.Snapshot;
        for (int index = 0; index <= snapshot.Sealed.Length; index++)
        {
            if (!SegmentView.TryOpen(snapshot, index, out SegmentView view))
            {
                return false;
            }

            using (view)
            {
                stored.Add(snapshot, view, end);
            }
        }

        return true;
    }

    private void Add(PartitionSnapshot snapshot, in SegmentView view, long end)
    {
        long position = 0;
        while (position < view.EndPosition)
        {
            using var walk = new BatchWalk(view.File, position, view.EndPosition);
            while (!IsQuarantined(snapshot, view, walk.Next, out _) && walk.MoveNext())
            {
                if (walk.Header.BaseOffset.Value >= end)
                {
                    return;
                }

                Add(walk.Header, snapshot.LogStartOffset);
            }

            if (!IsQuarantined(snapshot, view, walk.Next, out position))
            {
                return;
            }
        }
    }

    private void Add(in RecordBatchHeader header, long logStart)
    {
        long from = Math.Max(logStart, header.BaseOffset.Value);
        Covered.Add(from, header.NextOffset.Value);
        if (header.BaseOffset.Value >= logStart)
        {
            Missing += header.LastOffsetDelta + 1 - header.RecordCount;
        }
    }

    private static bool IsQuarantined(
        PartitionSnapshot snapshot, in SegmentView view, long position, out long endPosition)
    {
        foreach (QuarantinedRange range in snapshot.Quarantined)
        {
            if (range.SegmentBaseOffset == view.BaseOffset
                && position >= range.Position
                && position < range.EndPosition)
            {
                endPosition = range.EndPosition;
                return true;
            }
        }

        endPosition = 0;
        return false;
    }
}
