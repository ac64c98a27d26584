using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// The segment of a partition that is appended to. The writer owns where the next batch goes and what is reserved; the
/// flusher writes the bytes and owns the index; readers read up to the high watermark.
/// </summary>
internal sealed class ActiveSegment : IDisposable
{
    /// <summary>How many read it now; the sign says that it is sealed and closes with the last of them.</summary>
    private int _leases;

    private SegmentFingerprint _fingerprint = SegmentFingerprint.Empty;

    private const long SmallestReservation = 64 * 1024;
    private const long ForcedReservation = 16 * 1024;
    private const long LargestReservation = 4 * 1024 * 1024;

    public ActiveSegment(long baseOffset, LogFile file, DateTimeOffset createdAt)
    {
        BaseOffset = baseOffset;
        File = file;
        CreatedAt = createdAt;
        Index = new SegmentIndex(baseOffset, null);
    }

    public long BaseOffset { get; }

    public LogFile File { get; }

    public SegmentIndex Index { get; private set; }

    /// <summary>When the first record came, by the log's clock; what <c>segment.ms</c> counts from. Writer's.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Where the next batch goes. Writer's.</summary>
    public long Position { get; set; }

    /// <summary>How far blocks are reserved. Writer's.</summary>
    public long ReservedTo { get; private set; }

    /// <summary>What it is known again by so far. Flusher's; read by the checkpointer.</summary>
    public SegmentFingerprint Fingerprint
    {
        get => Volatile.Read(ref _fingerprint);
        set => Volatile.Write(ref _fingerprint, value);
    }

    /// <summary>How far the bytes were written. Flusher's; read by anyone as a size.</summary>
    public long WrittenPosition { get; private set; }

    /// <summary>
    /// Reserves room for <paramref name="sizeBytes"/> more bytes; false where budget or disk have none. Writer's.
    /// </summary>
    public bool TryReserve(long sizeBytes, SpaceLedger space, SpaceDraw draw)
    {
        long needed = Position + sizeBytes;
        if (needed <= ReservedTo)
        {
            return true;
        }

        // By as much again as there is, ahead of need: few calls for busy segments, little held by quiet ones. But
        // not where room is short.
        long ahead = needed + Math.Clamp(needed, SmallestReservation, LargestReservation);
        return (!space.Reading.IsLow && TryReserveTo(ahead, space, draw))
            || TryReserveTo(needed, space, draw)
            || (draw == SpaceDraw.Internal && TryForceTo(needed + ForcedReservation, space));
    }

    /// <summary>Gives back what was reserved and not used, once nothing more is written. Flusher's.</summary>
    public void ReleaseUnused(SpaceLedger space)
    {
        File.Truncate(WrittenPosition);
        space.Release(Math.Max(0, ReservedTo - WrittenPosition));
    }

    /// <summary>
    /// The bytes before <paramref name="length"/> were there before: their index is read when it is wanted.
    /// </summary>
    public void ResumeIndex(LogContext context, string directory, long length) =>
        Index = new SegmentIndex(BaseOffset, new IndexPrefix(context, directory, this, length));

    /// <summary>Takes over what recovery found: the segment holds <paramref name="length"/> good bytes.</summary>
    public void Resume(long length)
    {
        Position = length;
        ReservedTo = length;
        WrittenPosition = length;
    }

    /// <summary>
    /// Writes the index files: when the segment is sealed, and at a clean stop. Not where the disk is full: they are
    /// derived, and whoever opens the segment makes them.
    /// </summary>
    public void WriteIndexes(LogFileSystem files, string directory)
    {
        try
        {
            IndexCheck.Write(
                files,
                LogPaths.Segment(directory, BaseOffset, LogPaths.OffsetIndexSuffix),
                LogPaths.Segment(directory, BaseOffset, LogPaths.TimeIndexSuffix),
                Index);
        }
        catch (IOException exception) when (LogContext.IsDiskFull(exception))
        {
            files.Delete(LogPaths.Segment(directory, BaseOffset, LogPaths.OffsetIndexSuffix));
        }
    }

    /// <summary>Writes whole batches at <paramref name="position"/> and enters them in the index. Flusher's.</summary>
    public void Write(ReadOnlySpan<byte> batches, long position)
    {
        File.Write(batches, position);
        int at = 0;
        while (at < batches.Length)
        {
            RecordBatchHeader header = RecordBatchHeader.Read(batches[at..]);
            Note(header, position + at);
            at += header.SizeBytes;
        }

        WrittenPosition = position + batches.Length;
    }

    /// <summary>Takes note of a batch that lies at <paramref name="position"/>. Flusher's, and recovery's.</summary>
    public void Note(in RecordBatchHeader header, long position)
    {
        Index.Add(header, (int)position);
        Fingerprint = Fingerprint.With(position, header.Crc);
    }

    /// <summary>
    /// Keeps the file open for a reader until <see cref="Return"/>; false where the segment is sealed by now.
    /// </summary>
    public bool TryLease()
    {
        int leases = Volatile.Read(ref _leases);
        while (leases >= 0)
        {
            int seen = Interlocked.CompareExchange(ref _leases, leases + 1, leases);
            if (seen == leases)
            {
                return true;
            }

            leases = seen;
        }

        return false;
    }

    /// <summary>Gives a lease back.</summary>
    public void Return()
    {
        if (Interlocked.Decrement(ref _leases) == int.MinValue)
        {
            File.Dispose();
        }
    }

    /// <summary>
    /// The segment is sealed: readers take the sealed one from now on, and the last one here closes the file.
    /// </summary>
    public void Retire()
    {
        if (Interlocked.Add(ref _leases, int.MinValue) == int.MinValue)
        {
            File.Dispose();
        }
    }

    public void Dispose() => File.Dispose();

    private bool TryReserveTo(long position, SpaceLedger space, SpaceDraw draw)
    {
        if (!space.TryClaim(position - ReservedTo, draw))
        {
            return false;
        }

        if (!File.TryReserve(ReservedTo, position))
        {
            space.Release(position - ReservedTo);
            space.OnDiskFull();
            return false;
        }

        ReservedTo = position;
        return true;
    }

    private bool TryForceTo(long position, SpaceLedger space)
    {
        if (!space.TryForce(position - ReservedTo))
        {
            return false;
        }

        while (!File.TryReserve(ReservedTo, position))
        {
            if (space.Ballast is null || !space.Ballast.TryGive())
            {
                space.ReleaseForced(position - ReservedTo);
                return false;
            }
        }

        ReservedTo = position;
        return true;
    }
}
