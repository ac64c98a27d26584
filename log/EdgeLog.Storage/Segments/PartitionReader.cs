using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Copies batches out of a partition's files, by positional reads, each batch's checksum verified. No lock, no state.
/// </summary>
internal static class PartitionReader
{
    private const int HeaderWindowBytes = 4096;

    /// <summary>See <see cref="Partition.Read"/>.</summary>
    public static ReadResult Read(Partition partition, Offset from, Span<byte> destination)
    {
        while (true)
        {
            if (partition.IsDeleted)
            {
                return new ReadResult(ReadError.UnknownPartition, 0, from, 0);
            }

            if (partition.IsClosed)
            {
                return new ReadResult(ReadError.Closed, 0, from, 0);
            }

            // The watermark first: a snapshot taken after it holds everything below it.
            long end = partition.HighWatermark.Value;
            PartitionSnapshot snapshot = partition.Snapshot;
            if (from.Value < snapshot.LogStartOffset || from.Value > end)
            {
                return new ReadResult(ReadError.OffsetOutOfRange, 0, from, 0);
            }

            if (TryRead(snapshot, new OffsetRange(from.Value, end), destination, out ReadResult result))
            {
                return result;
            }
        }
    }

    /// <summary>False where a segment was sealed or deleted meanwhile: the next snapshot knows better.</summary>
    private static bool TryRead(
        PartitionSnapshot snapshot, OffsetRange range, Span<byte> destination, out ReadResult result)
    {
        var total = new ReadResult(ReadError.None, 0, new Offset(range.From), 0);
        result = total;
        for (int index = snapshot.IndexOf(range.From); index <= snapshot.Sealed.Length; index++)
        {
            if (total.NextOffset.Value >= range.End || total.BytesRead == destination.Length)
            {
                break;
            }

            if (!SegmentView.TryOpen(snapshot, index, out SegmentView view))
            {
                return total.BytesRead > 0;
            }

            using (view)
            {
                ReadResult part = ReadSegment(
                    snapshot, view, range with { From = total.NextOffset.Value }, destination[total.BytesRead..]);
                if (total.BytesRead > 0 && part.BytesRead == 0)
                {
                    break;
                }

                total = part with { BytesRead = total.BytesRead + part.BytesRead };
                result = total;
                bool isExhausted = index < snapshot.Sealed.Length
                    && total.NextOffset.Value >= snapshot.Sealed[index].NextOffset;
                if (part.Error != ReadError.None || part.NextBatchBytes > 0 || !isExhausted)
                {
                    break;
                }
            }
        }

        return true;
    }

    private static ReadResult ReadSegment(
        PartitionSnapshot snapshot, in SegmentView view, OffsetRange range, Span<byte> destination)
    {
        var none = new ReadResult(ReadError.None, 0, new Offset(range.From), 0);
        BatchPlace place = FindBatch(snapshot, view, range);
        if (place.Outcome == PlaceOutcome.Corrupt)
        {
            return none with { Error = ReadError.Corrupt };
        }

        if (place.Outcome == PlaceOutcome.End)
        {
            long next = Math.Max(range.From, NextSegmentOffset(snapshot, view, range));
            return none with { NextOffset = new Offset(next) };
        }

        if (place.SizeBytes > destination.Length)
        {
            return none with { NextBatchBytes = place.SizeBytes };
        }

        long limit = QuarantineAfter(snapshot, view, place.Position);
        int wanted = (int)Math.Min(destination.Length, limit - place.Position);
        Span<byte> read = destination[..view.File.Read(destination[..wanted], place.Position)];
        int length = 0;
        var nextOffset = new Offset(range.From);
        foreach (RecordBatch batch in new RecordBatchEnumerator(read))
        {
            // What lies behind the high watermark is perhaps being written: not even its header is looked at.
            if (nextOffset.Value >= range.End || batch.Header.BaseOffset.Value >= range.End)
            {
                break;
            }

            if (!batch.HasValidChecksum())
            {
                return length > 0
                    ? new ReadResult(ReadError.None, length, nextOffset, 0)
                    : none with { Error = ReadError.Corrupt };
            }

            length += batch.Header.SizeBytes;
            nextOffset = batch.Header.NextOffset;
        }

        return length > 0
            ? new ReadResult(ReadError.None, length, nextOffset, 0)
            : none with { Error = ReadError.Corrupt };
    }

    /// <summary>Where the reading goes on behind a segment whose rest holds nothing.</summary>
    private static long NextSegmentOffset(PartitionSnapshot snapshot, in SegmentView view, OffsetRange range)
    {
        int index = snapshot.IndexOf(view.BaseOffset);
        return index < snapshot.Sealed.Length ? snapshot.Sealed[index].NextOffset : range.End;
    }

    /// <summary>Where the file is bad next, or its end.</summary>
    private static long QuarantineAfter(PartitionSnapshot snapshot, in SegmentView view, long position)
    {
        foreach (QuarantinedRange quarantined in snapshot.Quarantined)
        {
            if (quarantined.SegmentBaseOffset == view.BaseOffset && quarantined.Position > position)
            {
                return quarantined.Position;
            }
        }

        return view.EndPosition;
    }

    /// <summary>
    /// The batch that holds <paramref name="range"/>'s first offset or, where none does, the next one. Headers only, in
    /// a window on the stack.
    /// </summary>
    private static BatchPlace FindBatch(PartitionSnapshot snapshot, in SegmentView view, OffsetRange range)
    {
        Span<byte> window = stackalloc byte[HeaderWindowBytes];
        long position = view.LookupOffset(range.From);
        long windowPosition = 0;
        int windowLength = 0;
        while (view.EndPosition - position >= RecordBatchHeader.Size)
        {
            if (TrySkipQuarantine(snapshot, view, ref position))
            {
                continue;
            }

            if (position < windowPosition || position + RecordBatchHeader.Size > windowPosition + windowLength)
            {
                windowPosition = position;
                windowLength = view.File.Read(window, position);
                if (windowLength < RecordBatchHeader.Size)
                {
                    break;
                }
            }

            RecordBatchHeader header = RecordBatchHeader.Read(window[(int)(position - windowPosition)..]);
            if (!BatchWalk.IsPlausible(header))
            {
                return new BatchPlace(PlaceOutcome.Corrupt, position, 0);
            }

            if (header.BaseOffset.Value >= range.End)
            {
                break;
            }

            if (header.NextOffset.Value > range.From)
            {
                return new BatchPlace(PlaceOutcome.Found, position, header.SizeBytes);
            }

            position += header.SizeBytes;
        }

        return new BatchPlace(PlaceOutcome.End, position, 0);
    }

    private static bool TrySkipQuarantine(PartitionSnapshot snapshot, in SegmentView view, ref long position)
    {
        foreach (QuarantinedRange quarantined in snapshot.Quarantined)
        {
            if (quarantined.SegmentBaseOffset == view.BaseOffset
                && position >= quarantined.Position
                && position < quarantined.EndPosition)
            {
                position = quarantined.EndPosition;
                return true;
            }
        }

        return false;
    }

    /// <summary>The offsets a read may bring: from the asked one to the high watermark.</summary>
    private readonly record struct OffsetRange(long From, long End);

    private readonly record struct BatchPlace(PlaceOutcome Outcome, long Position, int SizeBytes);

    private enum PlaceOutcome
    {
        Found,
        End,
        Corrupt,
    }
}
