namespace EdgeLog.Storage;

/// <summary>
/// The open files of a sealed segment, and the look-ups in its two indexes by positional reads, so that a sealed
/// segment
/// costs no memory. Indexes are checked when they are opened, and rebuilt where they are missing, short or insane.
/// </summary>
internal sealed class SegmentFiles : IDisposable
{
    private readonly LogFile _offsets;
    private readonly LogFile _times;
    private readonly long _baseOffset;
    private readonly int _offsetCount;
    private readonly int _timeCount;
    private bool _isIndexBad;

    private SegmentFiles(LogFile log, LogFile offsets, LogFile times, long baseOffset)
    {
        Log = log;
        _offsets = offsets;
        _times = times;
        _baseOffset = baseOffset;
        _offsetCount = (int)(offsets.Length / OffsetIndexEntry.Size);
        _timeCount = (int)(times.Length / TimeIndexEntry.Size);
    }

    public LogFile Log { get; }

    /// <summary>Whether the segment's own file is not there, so that it holds nothing.</summary>
    public bool IsMissing => Log is MissingFile;

    /// <summary>Whether the index is to be made anew.</summary>
    public bool IsIndexBad => Volatile.Read(ref _isIndexBad);

    /// <summary>The latest time of any record; -1 where none has a time.</summary>
    public long MaxTimestampMs
    {
        get
        {
            try
            {
                return _timeCount == 0 ? -1 : ReadTime(_timeCount - 1).TimestampMs;
            }
            catch (IOException)
            {
                DistrustIndex();
                return IndexCheck
                    .Make(new IndexCheck.Subject(Log, _offsets.Path, _times.Path, _baseOffset, Log.Length))
                    .MaxTimestampMs;
            }
        }
    }

    public static SegmentFiles Open(LogFileSystem fileSystem, string directory, SealedSegment segment)
    {
        long baseOffset = segment.BaseOffset;
        string path = segment.LogPath;
        if (!File.Exists(path))
        {
            return OpenMissing(path, baseOffset);
        }

        LogFile log = fileSystem.OpenRead(path);
        try
        {
            if (segment.Fingerprint?.IsOf(log) == false)
            {
                // Another segment's file is in its place: not a batch of it is this partition's.
                log.Dispose();
                return OpenMissing(path, baseOffset);
            }

            string offsets = LogPaths.Segment(directory, baseOffset, LogPaths.OffsetIndexSuffix);
            string times = LogPaths.Segment(directory, baseOffset, LogPaths.TimeIndexSuffix);
            var subject = new IndexCheck.Subject(log, offsets, times, baseOffset, segment.SizeBytes);
            return IndexCheck.IsSane(fileSystem, subject)
                ? new SegmentFiles(log, fileSystem.OpenRead(offsets), fileSystem.OpenRead(times), baseOffset)
                : OpenWithNewIndex(fileSystem, subject);
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Readers find nothing in it, and report that.</summary>
    private static SegmentFiles OpenMissing(string path, long baseOffset)
    {
        var missing = new MissingFile(path);
        return new SegmentFiles(missing, missing, missing, baseOffset);
    }

    /// <summary>Makes the indexes, and holds them in memory where the disk has no room for them.</summary>
    private static SegmentFiles OpenWithNewIndex(LogFileSystem fileSystem, in IndexCheck.Subject subject)
    {
        SegmentIndex index = IndexCheck.Make(subject);
        try
        {
            IndexCheck.Write(fileSystem, subject.OffsetsPath, subject.TimesPath, index);
            return new SegmentFiles(
                subject.Log,
                fileSystem.OpenRead(subject.OffsetsPath),
                fileSystem.OpenRead(subject.TimesPath),
                subject.BaseOffset);
        }
        catch (IOException exception) when (LogContext.IsDiskFull(exception))
        {
            return new SegmentFiles(
                subject.Log,
                new HeldFile(subject.OffsetsPath, index.EncodeOffsets()),
                new HeldFile(subject.TimesPath, index.EncodeTimes()),
                subject.BaseOffset);
        }
    }

    /// <summary>
    /// Opens the files of a cleaned segment under the names they have during its swap; whoever has just written them
    /// knows them to be sane.
    /// </summary>
    public static SegmentFiles Open(LogFileSystem fileSystem, in SegmentSwap swap) => new(
        fileSystem.OpenRead(swap.SwapPath),
        fileSystem.OpenRead(swap.CleanedPath(LogPaths.OffsetIndexSuffix)),
        fileSystem.OpenRead(swap.CleanedPath(LogPaths.TimeIndexSuffix)),
        swap.BaseOffset);

    /// <summary>The index has pointed to where no such batch is: nobody is to go by it any more.</summary>
    public void DistrustIndex() => Volatile.Write(ref _isIndexBad, true);

    /// <summary>A batch at or before the one that holds <paramref name="offset"/>.</summary>
    public IndexedPlace LookupOffset(long offset)
    {
        try
        {
            return SearchOffset(offset);
        }
        catch (IOException)
        {
            DistrustIndex();
            return IndexedPlace.Start;
        }
    }

    private IndexedPlace SearchOffset(long offset)
    {
        int low = 0;
        int high = IsIndexBad ? 0 : _offsetCount;
        IndexedPlace place = IndexedPlace.Start;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            OffsetIndexEntry entry = ReadOffset(middle);
            if (_baseOffset + entry.RelativeOffset <= offset)
            {
                place = new IndexedPlace(_baseOffset + entry.RelativeOffset, entry.Position);
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return place;
    }

    /// <summary>An offset before which every record is older than <paramref name="timestampMs"/>.</summary>
    public long LookupTime(long timestampMs)
    {
        try
        {
            return SearchTime(timestampMs);
        }
        catch (IOException)
        {
            DistrustIndex();
            return _baseOffset;
        }
    }

    private long SearchTime(long timestampMs)
    {
        int low = 0;
        int high = _timeCount;
        long offset = _baseOffset;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            TimeIndexEntry entry = ReadTime(middle);
            if (entry.TimestampMs < timestampMs)
            {
                offset = _baseOffset + entry.RelativeOffset;
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return offset;
    }

    public void Dispose()
    {
        Log.Dispose();
        _offsets.Dispose();
        _times.Dispose();
    }

    private OffsetIndexEntry ReadOffset(int index)
    {
        Span<byte> bytes = stackalloc byte[OffsetIndexEntry.Size];
        _offsets.Read(bytes, (long)index * OffsetIndexEntry.Size);
        return OffsetIndexEntry.Read(bytes);
    }

    private TimeIndexEntry ReadTime(int index)
    {
        Span<byte> bytes = stackalloc byte[TimeIndexEntry.Size];
        _times.Read(bytes, (long)index * TimeIndexEntry.Size);
        return TimeIndexEntry.Read(bytes);
    }
}
