namespace EdgeLog.Storage;

/// <summary>
/// The index of the part of an active segment that was there before the log was opened. Read from its files, or made
/// from
/// the segment, when somebody first asks for it: start-up does not wait for it. Safe from any thread.
/// </summary>
internal sealed class IndexPrefix(LogContext context, string directory, ActiveSegment segment, long endPosition)
{
    private readonly Lock _lock = new();
    private SegmentIndex? _index;

    public SegmentIndex Index
    {
        get
        {
            if (Volatile.Read(ref _index) is { } index)
            {
                return index;
            }

            // Only the first readers of old records after a start wait for each other here.
            lock (_lock)
            {
                index = _index ?? Load();
                Volatile.Write(ref _index, index);
                return index;
            }
        }
    }

    /// <summary>Makes it from the segment, whatever the files say.</summary>
    public void Rebuild() => Volatile.Write(ref _index, Walk());

    private IndexCheck.Subject Subject => new(
        segment.File,
        LogPaths.Segment(directory, segment.BaseOffset, LogPaths.OffsetIndexSuffix),
        LogPaths.Segment(directory, segment.BaseOffset, LogPaths.TimeIndexSuffix),
        segment.BaseOffset,
        endPosition);

    private SegmentIndex Load()
    {
        IndexCheck.Subject subject = Subject;
        if (!IndexCheck.IsSane(context.Files, subject))
        {
            return Walk();
        }

        try
        {
            var index = new SegmentIndex(segment.BaseOffset, null);
            index.Restore(File.ReadAllBytes(subject.OffsetsPath), File.ReadAllBytes(subject.TimesPath));
            return index;
        }
        catch (IOException)
        {
            // What was read a moment ago the disk does not give back again.
            return Walk();
        }
    }

    private SegmentIndex Walk() => IndexCheck.Make(Subject);
}
