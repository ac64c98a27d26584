namespace EdgeLog.Storage;

/// <summary>The segments in a partition's folder.</summary>
internal static class SegmentFolder
{
    /// <summary>
    /// The base offsets of the segments, in order. Settles what a crash left half done: removes temporary files and
    /// segments that lie wholly before the log start, finishes swaps of compacted segments.
    /// </summary>
    public static List<long> List(
        LogContext context, string directory, long logStartOffset, KnownSegments known)
    {
        var bases = new List<long>();
        var swaps = new List<SegmentSwap>();
        foreach (string path in Directory.EnumerateFiles(directory))
        {
            if (path.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal)
                || path.EndsWith(SegmentSwap.CleanedSuffix, StringComparison.Ordinal))
            {
                context.Files.Delete(path);
            }
            else if (path.EndsWith(LogPaths.LogSuffix, StringComparison.Ordinal)
                && LogPaths.ParseBaseOffset(path) is { } baseOffset)
            {
                bases.Add(baseOffset);
            }
            else if (SegmentSwap.Parse(path) is { } swap)
            {
                swaps.Add(swap);
            }
        }

        foreach (SegmentSwap swap in swaps)
        {
            Settle(context, swap, bases, known);
        }

        bases.Sort();
        while (bases.Count > 1 && bases[1] <= logStartOffset)
        {
            Delete(context, directory, bases[0]);
            bases.RemoveAt(0);
        }

        return bases;
    }

    private static void Settle(LogContext context, SegmentSwap swap, List<long> bases, KnownSegments known)
    {
        // Noted, if at all, by whichever of the two was there last.
        known.Forget(swap.BaseOffset, swap.NextOffset);
        if (swap.Settle(context.Files, bases))
        {
            bases.RemoveAll(offset => offset >= swap.BaseOffset && offset < swap.NextOffset);
            bases.Add(swap.BaseOffset);
            using LogFile file = context.Files.OpenRead(
                LogPaths.Segment(swap.Directory, swap.BaseOffset, LogPaths.LogSuffix));
            known.Note(swap.BaseOffset, SegmentFingerprint.Take(file));
        }
    }

    private static void Delete(LogContext context, string directory, long baseOffset)
    {
        foreach (string suffix in (ReadOnlySpan<string>)
            [LogPaths.LogSuffix, LogPaths.OffsetIndexSuffix, LogPaths.TimeIndexSuffix])
        {
            context.Files.Delete(LogPaths.Segment(directory, baseOffset, suffix));
        }
    }
}
