using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Finds the batch that holds an offset or, where none does, the next one: by headers only, in a window on the stack.
/// On the way it sees to it that no offset is passed over but those that are known to be missing.
/// </summary>
internal readonly ref struct BatchSearch(PartitionSnapshot snapshot, in SegmentView view, bool mayHaveHoles)
{
    private const int HeaderWindowBytes = 4096;

    private readonly SegmentView _view = view;

    /// <summary>Searches with the index's help, and without it where it is not to be trusted.</summary>
    public BatchPlace Find(OffsetRange range)
    {
        BatchPlace place = FindFrom(range, _view.LookupOffset(range.From));
        if (place.Outcome != PlaceOutcome.BadIndex)
        {
            return place;
        }

        _view.DistrustIndex();
        return FindFrom(range, IndexedPlace.Start);
    }

    /// <summary>The offset at which the segment's batches have to end, as far as readers see them.</summary>
    public long EndOffset(OffsetRange range)
    {
        int index = snapshot.IndexOf(_view.BaseOffset);
        return index < snapshot.Sealed.Length ? Math.Min(range.End, snapshot.Sealed[index].NextOffset) : range.End;
    }

    /// <summary>Where the file is bad next, or its end.</summary>
    public long QuarantineAfter(long position)
    {
        foreach (QuarantinedRange quarantined in snapshot.Quarantined)
        {
            if (quarantined.SegmentBaseOffset == _view.BaseOffset && quarantined.Position > position)
            {
                return quarantined.Position;
            }
        }

        return _view.EndPosition;
    }

    private BatchPlace FindFrom(OffsetRange range, IndexedPlace start)
    {
        Span<byte> window = stackalloc byte[HeaderWindowBytes];
        long position = start.Position;
        long expected = start.LastOffset < 0 ? _view.BaseOffset : -1;
        long windowPosition = 0;
        int windowLength = 0;
        long end = EndOffset(range);
        while (true)
        {
            if (TrySkipQuarantine(ref position, ref expected))
            {
                continue;
            }

            if (expected < 0 && _view.EndPosition - position < RecordBatchHeader.Size)
            {
                return new BatchPlace(PlaceOutcome.BadIndex, position, 0);
            }

            if (expected >= end || _view.EndPosition - position < RecordBatchHeader.Size)
            {
                return new BatchPlace(expected < end ? PlaceOutcome.Corrupt : PlaceOutcome.End, position, 0);
            }

            if (position < windowPosition || position + RecordBatchHeader.Size > windowPosition + windowLength)
            {
                windowPosition = position;
                windowLength = BatchWalk.ReadWindow(_view.File, window, position);
                if (windowLength < RecordBatchHeader.Size)
                {
                    return new BatchPlace(PlaceOutcome.Corrupt, position, 0);
                }
            }

            RecordBatchHeader header = RecordBatchHeader.Read(window[(int)(position - windowPosition)..]);
            PlaceOutcome outcome = Judge(header, position, start, expected);
            if (outcome != PlaceOutcome.Found || header.NextOffset.Value > range.From)
            {
                return new BatchPlace(outcome, position, header.SizeBytes);
            }

            position += header.SizeBytes;
            expected = header.NextOffset.Value;
        }
    }

    private PlaceOutcome Judge(in RecordBatchHeader header, long position, IndexedPlace start, long expected)
    {
        bool isPlausible = BatchWalk.IsPlausible(header) && header.SizeBytes <= _view.EndPosition - position;
        if (expected < 0)
        {
            return isPlausible && header.LastOffset.Value == start.LastOffset
                ? PlaceOutcome.Found
                : PlaceOutcome.BadIndex;
        }

        long offset = header.BaseOffset.Value;
        bool isInOrder = offset == expected || (mayHaveHoles && offset > expected);
        return isPlausible && isInOrder ? PlaceOutcome.Found : PlaceOutcome.Corrupt;
    }

    private bool TrySkipQuarantine(ref long position, ref long expected)
    {
        foreach (QuarantinedRange quarantined in snapshot.Quarantined)
        {
            if (quarantined.SegmentBaseOffset == _view.BaseOffset
                && quarantined.IsAt(position)
                && quarantined.ToOffset > expected)
            {
                position = quarantined.EndPosition;
                expected = quarantined.ToOffset;
                return true;
            }
        }

        return false;
    }
}
