namespace EdgeLog.Storage;

/// <summary>
/// One segment, active or sealed, while somebody reads it: its file, how far it goes, and the look-ups in its index.
/// </summary>
internal readonly struct SegmentView : IDisposable
{
    private readonly ActiveSegment? _active;
    private readonly SegmentLease _lease;

    private SegmentView(ActiveSegment active)
    {
        _active = active;
        File = active.File;
        BaseOffset = active.BaseOffset;
        EndPosition = active.WrittenPosition;
    }

    private SegmentView(SealedSegment segment, SegmentLease lease)
    {
        _lease = lease;
        File = lease.Files.Log;
        BaseOffset = segment.BaseOffset;
        EndPosition = lease.Files.IsMissing ? 0 : segment.SizeBytes;
    }

    public LogFile File { get; }

    public long BaseOffset { get; }

    /// <summary>Where the segment's bytes end; the high watermark may lie before.</summary>
    public long EndPosition { get; }

    /// <summary>Views the segment at <paramref name="index"/>; false where it was sealed or deleted just now.</summary>
    public static bool TryOpen(PartitionSnapshot snapshot, int index, out SegmentView view)
    {
        view = default;
        if (index == snapshot.Sealed.Length)
        {
            if (!snapshot.Active.TryLease())
            {
                return false;
            }

            view = new SegmentView(snapshot.Active);
            return true;
        }

        SealedSegment segment = snapshot.Sealed[index];
        if (segment.Lease() is not { } lease)
        {
            return false;
        }

        view = new SegmentView(segment, lease);
        return true;
    }

    /// <summary>The index has pointed to where no such batch is: it is made anew.</summary>
    public void DistrustIndex()
    {
        if (_active is null)
        {
            _lease.Files.DistrustIndex();
        }
        else
        {
            _active.Index.DistrustPrefix();
        }
    }

    /// <summary>A batch at or before the one that holds <paramref name="offset"/>.</summary>
    public IndexedPlace LookupOffset(long offset) =>
        _active is null ? _lease.Files.LookupOffset(offset) : _active.Index.Lookup(offset);

    /// <summary>The latest time of any record; -1 where none has a time.</summary>
    public long MaxTimestampMs => _active is null ? _lease.Files.MaxTimestampMs : _active.Index.MaxTimestampMs;

    /// <summary>An offset before which every record is older than <paramref name="timestampMs"/>.</summary>
    public long LookupTime(long timestampMs) =>
        _active is null ? _lease.Files.LookupTime(timestampMs) : _active.Index.LookupTime(timestampMs);

    public void Dispose()
    {
        if (_active is null)
        {
            _lease.Dispose();
        }
        else
        {
            _active.Return();
        }
    }
}
