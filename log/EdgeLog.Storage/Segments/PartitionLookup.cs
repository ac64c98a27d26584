using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>Look-ups in a partition other than reading: sizes, and offsets by time. Safe from any thread.</summary>
internal static class PartitionLookup
{
    /// <summary>The last moment that a date can be of; a producer may have written anything.</summary>
    private static readonly long LatestMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>See <see cref="Partition.EstimateBytes"/>.</summary>
    public static long EstimateBytes(Partition partition, Offset from)
    {
        long end = partition.HighWatermark.Value;
        PartitionSnapshot snapshot = partition.Snapshot;
        if (from.Value >= end || IsMissing(snapshot, from.Value, end))
        {
            return 0;
        }

        int index = snapshot.IndexOf(Math.Max(from.Value, snapshot.LogStartOffset));
        long bytes = snapshot.Active.WrittenPosition;
        for (int i = index; i < snapshot.Sealed.Length; i++)
        {
            bytes += snapshot.Sealed[i].SizeBytes;
        }

        if (index == snapshot.Sealed.Length)
        {
            bytes -= snapshot.Active.Index.Lookup(from.Value).Position;
        }
        else if (from.Value > snapshot.Sealed[index].BaseOffset
            && SegmentView.TryOpen(snapshot, index, out SegmentView view))
        {
            using (view)
            {
                bytes -= view.LookupOffset(from.Value).Position;
            }
        }

        return Math.Max(1, bytes);
    }

    /// <summary>Whether nothing is left from an offset on: whoever waits for more is not to be woken for it.</summary>
    private static bool IsMissing(PartitionSnapshot snapshot, long from, long end)
    {
        foreach (QuarantinedRange range in snapshot.Quarantined)
        {
            if (range.FromOffset <= from && range.ToOffset >= end)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>See <see cref="Partition.FindByTimestamp"/>.</summary>
    public static TimestampedOffset? FindByTimestamp(Partition partition, long timestampMs) =>
        InOneState(partition, snapshot => FindByTimestamp(partition, snapshot, timestampMs));

    /// <summary>See <see cref="Partition.FindMaxTimestamp"/>.</summary>
    public static TimestampedOffset? FindMaxTimestamp(Partition partition) =>
        InOneState(partition, snapshot => FindMaxTimestamp(partition, snapshot));

    /// <summary>See <see cref="Partition.ReadOldestTime"/>.</summary>
    public static DateTimeOffset? ReadOldestTime(Partition partition)
    {
        using var reading = new LookupReading(partition, LookupReading.FewBytes);
        if (!reading.TryRead(partition.LogStartOffset, out ReadOnlySpan<byte> batches, out _))
        {
            return null;
        }

        foreach (RecordBatch batch in new RecordBatchEnumerator(batches))
        {
            return batch.Header.MaxTimestampMs < 0
                ? null
                : DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(batch.Header.MaxTimestampMs, LatestMs));
        }

        return null;
    }

    /// <summary>
    /// A look-up over all segments: begun anew where some of them were sealed, replaced or dropped meanwhile, since it
    /// may have missed those.
    /// </summary>
    private static TimestampedOffset? InOneState(
        Partition partition, Func<PartitionSnapshot, TimestampedOffset?> lookUp)
    {
        while (true)
        {
            PartitionSnapshot snapshot = partition.Snapshot;
            TimestampedOffset? found = lookUp(snapshot);
            if (ReferenceEquals(snapshot, partition.Snapshot))
            {
                return found;
            }
        }
    }

    private static TimestampedOffset? FindByTimestamp(
        Partition partition, PartitionSnapshot snapshot, long timestampMs)
    {
        for (int index = 0; index <= snapshot.Sealed.Length; index++)
        {
            if (!SegmentView.TryOpen(snapshot, index, out SegmentView view))
            {
                continue;
            }

            using (view)
            {
                // Times that are corrected when they are read stand in the index as they were given.
                long givenMs = timestampMs - Math.Max(0, ShiftOf(partition, snapshot, index) ?? 0);
                if (view.MaxTimestampMs >= givenMs
                    && FindIn(partition, view.LookupTime(givenMs), timestampMs) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private static TimestampedOffset? FindMaxTimestamp(Partition partition, PartitionSnapshot snapshot)
    {
        long sealedMs = -1;
        for (int index = 0; index < snapshot.Sealed.Length; index++)
        {
            sealedMs = Math.Max(sealedMs, MaxTimestampOf(partition, snapshot, index));
        }

        int active = snapshot.Sealed.Length;
        long latest = Math.Max(sealedMs, MaxTimestampOf(partition, snapshot, active));
        if (latest >= 0 && FindByTimestamp(partition, snapshot, latest) is { } found)
        {
            return found;
        }

        // The active segment's index also has what was written and is not flushed: readers do not see that yet.
        latest = Math.Max(sealedMs, ReadMaxTimestamp(partition, snapshot, active));
        return latest < 0 ? null : FindByTimestamp(partition, snapshot, latest);
    }

    /// <summary>The latest time in the segment at <paramref name="index"/>; -1 where there is none.</summary>
    private static long MaxTimestampOf(Partition partition, PartitionSnapshot snapshot, int index)
    {
        if (ShiftOf(partition, snapshot, index) is not null)
        {
            return ReadMaxTimestamp(partition, snapshot, index);
        }

        if (!SegmentView.TryOpen(snapshot, index, out SegmentView view))
        {
            return -1;
        }

        using (view)
        {
            return view.MaxTimestampMs;
        }
    }

    /// <summary>
    /// The furthest that a time in the segment at <paramref name="index"/> is moved ahead when it is read; null where
    /// none is moved.
    /// </summary>
    private static long? ShiftOf(Partition partition, PartitionSnapshot snapshot, int index)
    {
        LeaderEpoch first = LeaderEpoch.None;
        LeaderEpoch last = LeaderEpoch.None;
        bool isActive = index == snapshot.Sealed.Length;
        long baseOffset = isActive ? snapshot.Active.BaseOffset : snapshot.Sealed[index].BaseOffset;
        long nextOffset = isActive ? long.MaxValue : snapshot.Sealed[index].NextOffset;
        foreach (LeaderEpochStart start in partition.Writer.Epochs.Starts)
        {
            first = start.StartOffset <= baseOffset ? start.Epoch : first;
            last = start.StartOffset < nextOffset ? start.Epoch : last;
        }

        return partition.Clock.FurthestShift(first, last);
    }

    /// <summary>The latest corrected time of a segment, from its batches' headers; -1 where there is none.</summary>
    private static long ReadMaxTimestamp(Partition partition, PartitionSnapshot snapshot, int index)
    {
        bool isActive = index == snapshot.Sealed.Length;
        long baseOffset = isActive ? snapshot.Active.BaseOffset : snapshot.Sealed[index].BaseOffset;
        var offset = new Offset(Math.Max(baseOffset, snapshot.LogStartOffset));
        long nextOffset = isActive ? long.MaxValue : snapshot.Sealed[index].NextOffset;
        long latest = -1;
        using var reading = new LookupReading(partition, LookupReading.ManyBytes);
        while (offset.Value < nextOffset && reading.TryRead(offset, out ReadOnlySpan<byte> batches, out offset))
        {
            foreach (RecordBatch batch in new RecordBatchEnumerator(batches))
            {
                latest = Math.Max(latest, batch.Header.MaxTimestampMs);
            }
        }

        return latest;
    }

    /// <summary>Decodes records from an offset on until one is young enough.</summary>
    private static TimestampedOffset? FindIn(Partition partition, long fromOffset, long timestampMs)
    {
        var from = new Offset(Math.Max(fromOffset, partition.LogStartOffset.Value));
        using var reading = new LookupReading(partition, LookupReading.ManyBytes);
        while (reading.TryRead(from, out ReadOnlySpan<byte> batches, out Offset next))
        {
            if (FindAmong(batches, from, timestampMs) is { } found)
            {
                return found;
            }

            from = next;
        }

        return null;
    }

    private static TimestampedOffset? FindAmong(ReadOnlySpan<byte> batches, Offset from, long timestampMs)
    {
        foreach (RecordBatch batch in new RecordBatchEnumerator(batches))
        {
            if (batch.Header.MaxTimestampMs < timestampMs)
            {
                continue;
            }

            using var records = new RecordBatchReader(batch.Bytes, from);
            while (records.MoveNext())
            {
                if (records.Current.TimestampMs >= timestampMs)
                {
                    return new TimestampedOffset(records.Current.Offset, records.Current.TimestampMs);
                }
            }
        }

        return null;
    }
}
