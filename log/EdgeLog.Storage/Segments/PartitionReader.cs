using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Copies batches out of a partition's files, by positional reads, each batch's checksum, offset and epoch verified. No
/// lock, no state. What is damaged is never served: it is reported, and the reading goes on behind it.
/// </summary>
internal static class PartitionReader
{
    /// <summary>Each examines one segment; a read that meets more damaged ones is left to the next.</summary>
    private const int ExaminationsMax = 8;

    /// <summary>See <see cref="Partition.Read"/>.</summary>
    public static ReadResult Read(Partition partition, Offset from, Span<byte> destination)
    {
        // The watermark first: a snapshot taken after it holds everything below it. And only once: what comes while a
        // segment is examined may lie behind damage that reaches to its end, and is not passed over with that.
        long end = partition.HighWatermark.Value;
        PartitionSnapshot? published = null;
        PartitionSnapshot? examined = null;
        int examinations = 0;
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

            PartitionSnapshot snapshot = partition.Snapshot;
            if (from.Value < snapshot.LogStartOffset || from.Value > end)
            {
                return new ReadResult(ReadError.OffsetOutOfRange, 0, from, 0);
            }

            PartitionSnapshot known = snapshot == published ? examined! : snapshot;
            var reading = new Reading(partition, known, end);
            if (!TryRead(reading, from, destination, out ReadResult result))
            {
                continue;
            }

            if (result.Error != ReadError.Corrupt || examinations > ExaminationsMax)
            {
                return result;
            }

            // Nothing found where something was: bytes that came wrong once, or epochs that nobody can judge.
            examinations++;
            published = snapshot;
            examined = DamageFinder.Examine(partition, known, result.NextOffset.Value);
            if (examined is null)
            {
                examined = known;
                examinations = ExaminationsMax + 1;
            }
        }
    }

    /// <summary>False where a segment was sealed or deleted meanwhile: the next snapshot knows better.</summary>
    private static bool TryRead(in Reading reading, Offset from, Span<byte> destination, out ReadResult result)
    {
        PartitionSnapshot snapshot = reading.Snapshot;
        result = new ReadResult(ReadError.None, 0, from, 0);
        for (int index = snapshot.IndexOf(from.Value); index <= snapshot.Sealed.Length; index++)
        {
            if (result.NextOffset.Value >= reading.End || result.BytesRead == destination.Length)
            {
                break;
            }

            if (!TryReadSegment(reading, index, result, destination, out ReadResult part))
            {
                return result.BytesRead > 0;
            }

            if (result.BytesRead > 0 && part.BytesRead == 0)
            {
                break;
            }

            result = part with { BytesRead = result.BytesRead + part.BytesRead };
            bool isExhausted = index < snapshot.Sealed.Length
                && result.NextOffset.Value >= snapshot.Sealed[index].NextOffset;
            if (part.Error != ReadError.None || part.NextBatchBytes > 0 || !isExhausted)
            {
                break;
            }
        }

        return true;
    }

    /// <summary>
    /// Goes on with the segment at an index; false where it was sealed or deleted meanwhile. Where the disk does not
    /// give back what it takes to find the place, that is damage like any other until it is examined. One that cannot
    /// be opened is the reader's trouble and no damage: it may be there again the next time.
    /// </summary>
    private static bool TryReadSegment(
        in Reading reading, int index, in ReadResult before, Span<byte> destination, out ReadResult part)
    {
        part = new ReadResult(ReadError.Corrupt, 0, before.NextOffset, 0);
        if (!SegmentView.TryOpen(reading.Snapshot, index, out SegmentView view))
        {
            return false;
        }

        using (view)
        {
            try
            {
                var range = new OffsetRange(before.NextOffset.Value, reading.End);
                part = ReadSegment(reading, view, range, destination[before.BytesRead..]);
            }
            catch (IOException)
            {
                // Said by the result.
            }
        }

        return true;
    }

    private static ReadResult ReadSegment(
        in Reading reading, in SegmentView view, OffsetRange range, Span<byte> destination)
    {
        var none = new ReadResult(ReadError.None, 0, new Offset(range.From), 0);
        bool mayHaveHoles = reading.MayHaveHoles(view.BaseOffset);
        var search = new BatchSearch(reading.Snapshot, view, mayHaveHoles);
        BatchPlace place = search.Find(range);
        switch (place.Outcome)
        {
            case PlaceOutcome.End:
                return none with { NextOffset = new Offset(Math.Max(range.From, search.EndOffset(range))) };
            case PlaceOutcome.Found when place.SizeBytes > destination.Length:
                return AskForRoom(view, place, none);
            case PlaceOutcome.Found:
                break;
            case PlaceOutcome.Corrupt:
            case PlaceOutcome.BadIndex:
            default:
                return none with { Error = ReadError.Corrupt };
        }

        int wanted = (int)Math.Min(destination.Length, search.QuarantineAfter(place.Position) - place.Position);
        Span<byte> read = destination[..TryReadBytes(view.File, destination[..wanted], place.Position)];
        int length = 0;
        var nextOffset = new Offset(range.From);
        foreach (RecordBatch batch in new RecordBatchEnumerator(read))
        {
            // What lies behind the high watermark is perhaps being written: not even its header is looked at.
            if (nextOffset.Value >= range.End || batch.Header.BaseOffset.Value >= range.End)
            {
                break;
            }

            bool isNext = length == 0
                || batch.Header.BaseOffset == nextOffset
                || (mayHaveHoles && batch.Header.BaseOffset > nextOffset);
            if (!isNext || !reading.HasRightEpoch(batch.Header) || !batch.HasValidChecksum())
            {
                break;
            }

            length += batch.Header.SizeBytes;
            nextOffset = batch.Header.NextOffset;
        }

        return length > 0
            ? new ReadResult(ReadError.None, length, nextOffset, 0)
            : none with { Error = ReadError.Corrupt };
    }

    /// <summary>
    /// Asks for more room for a batch, if it is one: nobody is to make room for what only looks like it.
    /// </summary>
    private static ReadResult AskForRoom(in SegmentView view, in BatchPlace place, in ReadResult none)
    {
        Span<byte> header = stackalloc byte[RecordBatchHeader.Size];
        long next = place.Position + place.SizeBytes;
        bool isFollowed = next == view.EndPosition
            || (TryReadBytes(view.File, header, next) == header.Length
                && BatchWalk.IsPlausible(RecordBatchHeader.Read(header)));
        using var scan = new SegmentScan(view.File) { Length = view.EndPosition };
        return isFollowed || scan.TryRead(place.Position, out _, out _)
            ? none with { NextBatchBytes = place.SizeBytes }
            : none with { Error = ReadError.Corrupt };
    }

    private static int TryReadBytes(LogFile file, Span<byte> destination, long position)
    {
        try
        {
            return file.Read(destination, position);
        }
        catch (IOException)
        {
            // A bad place on the disk is damage like any other.
            return 0;
        }
    }

    /// <summary>What one attempt to read goes by.</summary>
    private readonly record struct Reading(Partition Partition, PartitionSnapshot Snapshot, long End)
    {
        /// <summary>Whether offsets may be missing in a segment, because compaction has been there.</summary>
        public bool MayHaveHoles(long baseOffset) =>
            baseOffset < Snapshot.Active.BaseOffset && Partition.MayHaveHoles;

        public bool HasRightEpoch(in RecordBatchHeader header) =>
            Partition.TrustedEpochs?.Matches(header.PartitionLeaderEpoch, header.BaseOffset.Value) ?? true;
    }
}
