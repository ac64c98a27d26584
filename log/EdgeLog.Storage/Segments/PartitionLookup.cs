using System.Buffers;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>Look-ups in a partition other than reading: sizes, and offsets by time. Safe from any thread.</summary>
internal static class PartitionLookup
{
    /// <summary>See <see cref="Partition.EstimateBytes"/>.</summary>
    public static long EstimateBytes(Partition partition, Offset from)
    {
        long end = partition.HighWatermark.Value;
        PartitionSnapshot snapshot = partition.Snapshot;
        if (from.Value >= end)
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
            bytes -= snapshot.Active.Index.Lookup(from.Value);
        }
        else if (from.Value > snapshot.Sealed[index].BaseOffset
            && SegmentView.TryOpen(snapshot, index, out SegmentView view))
        {
            using (view)
            {
                bytes -= view.LookupOffset(from.Value);
            }
        }

        return Math.Max(1, bytes);
    }

    /// <summary>See <see cref="Partition.FindByTimestamp"/>.</summary>
    public static TimestampedOffset? FindByTimestamp(Partition partition, long timestampMs)
    {
        PartitionSnapshot snapshot = partition.Snapshot;
        for (int index = 0; index <= snapshot.Sealed.Length; index++)
        {
            if (!SegmentView.TryOpen(snapshot, index, out SegmentView view))
            {
                continue;
            }

            using (view)
            {
                if (view.MaxTimestampMs >= timestampMs
                    && FindIn(partition, view.LookupTime(timestampMs), timestampMs) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <summary>See <see cref="Partition.FindMaxTimestamp"/>.</summary>
    public static TimestampedOffset? FindMaxTimestamp(Partition partition)
    {
        PartitionSnapshot snapshot = partition.Snapshot;
        long latest = -1;
        for (int index = 0; index <= snapshot.Sealed.Length; index++)
        {
            if (SegmentView.TryOpen(snapshot, index, out SegmentView view))
            {
                using (view)
                {
                    latest = Math.Max(latest, view.MaxTimestampMs);
                }
            }
        }

        return latest < 0 ? null : FindByTimestamp(partition, latest);
    }

    /// <summary>Decodes records from an offset on until one is young enough.</summary>
    private static TimestampedOffset? FindIn(Partition partition, long fromOffset, long timestampMs)
    {
        var offset = new Offset(Math.Max(fromOffset, partition.LogStartOffset.Value));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (true)
            {
                ReadResult read = partition.Read(offset, buffer);
                if (read.NextBatchBytes > 0)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent(read.NextBatchBytes);
                    continue;
                }

                if (read.Error != ReadError.None || read.BytesRead == 0)
                {
                    return null;
                }

                if (FindAmong(buffer.AsSpan(0, read.BytesRead), offset, timestampMs) is { } found)
                {
                    return found;
                }

                offset = read.NextOffset;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
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
