namespace EdgeLog.Storage;

/// <summary>
/// Judges the index files of a sealed segment and writes them anew from the segment. An index is derived: it is used
/// where it agrees with the segment and thrown away where it does not.
/// </summary>
internal static class IndexCheck
{
    /// <summary>A segment and the indexes that belong to it.</summary>
    public readonly record struct Subject(
        LogFile Log, string OffsetsPath, string TimesPath, long BaseOffset, long SizeBytes);

    /// <summary>Whether both indexes are there, ordered, within the segment, and reach to its end.</summary>
    public static bool IsSane(LogFileSystem fileSystem, Subject subject)
    {
        if (!File.Exists(subject.OffsetsPath) || !File.Exists(subject.TimesPath))
        {
            return false;
        }

        try
        {
            byte[] offsets = Read(fileSystem, subject.OffsetsPath);
            byte[] times = Read(fileSystem, subject.TimesPath);
            return IsOrdered(offsets, subject)
                && ReachesEnd(offsets, subject)
                && AreTimesOrdered(times, subject)
                && ReachesLatest(offsets, times, subject);
        }
        catch (IOException)
        {
            // The disk does not give it back.
            return false;
        }
    }

    /// <summary>Both indexes, made from the segment's batches.</summary>
    public static SegmentIndex Make(Subject subject)
    {
        var index = new SegmentIndex(subject.BaseOffset, null);
        using var walk = new IndexWalk(subject, 0);
        while (walk.MoveNext())
        {
            index.Add(walk.Header, (int)walk.Position);
        }

        return index;
    }

    /// <summary>
    /// Writes the index files of a segment. Whether they are whole, and of this segment's bytes, is checked when they
    /// are opened, so nothing of them is flushed.
    /// </summary>
    public static void Write(LogFileSystem fileSystem, string offsetsPath, string timesPath, SegmentIndex index)
    {
        AtomicFile.WriteUnflushed(fileSystem, offsetsPath, index.EncodeOffsets());
        AtomicFile.WriteUnflushed(fileSystem, timesPath, index.EncodeTimes());
    }

    private static byte[] Read(LogFileSystem fileSystem, string path)
    {
        using LogFile file = fileSystem.OpenRead(path);
        var bytes = new byte[file.Length];
        file.Read(bytes, 0);
        return bytes;
    }

    private static bool IsOrdered(ReadOnlySpan<byte> offsets, Subject subject)
    {
        if (offsets.Length % OffsetIndexEntry.Size != 0 || offsets.Length > subject.SizeBytes)
        {
            return false;
        }

        int previousOffset = -1;
        int previousPosition = -1;
        for (int at = 0; at < offsets.Length; at += OffsetIndexEntry.Size)
        {
            (int offset, int position) = OffsetIndexEntry.Read(offsets[at..]);
            if (offset <= previousOffset || position <= previousPosition || position >= subject.SizeBytes)
            {
                return false;
            }

            previousOffset = offset;
            previousPosition = position;
        }

        return true;
    }

    /// <summary>
    /// Whether the batches behind the last entry are as few as the interval allows, and the entry is a batch's.
    /// </summary>
    private static bool ReachesEnd(ReadOnlySpan<byte> offsets, Subject subject)
    {
        long position = 0;
        long lastOffset = -1;
        if (offsets.Length > 0)
        {
            OffsetIndexEntry entry = OffsetIndexEntry.Read(offsets[^OffsetIndexEntry.Size..]);
            lastOffset = subject.BaseOffset + entry.RelativeOffset;
            position = entry.Position;
        }

        using var walk = new IndexWalk(subject, position);
        long bytesSinceEntry = 0;
        while (walk.MoveNext())
        {
            if (lastOffset >= 0 && walk.Position == position && walk.Header.LastOffset.Value != lastOffset)
            {
                return false;
            }

            if (bytesSinceEntry > SegmentIndex.IntervalBytes)
            {
                return false;
            }

            bytesSinceEntry += walk.Header.SizeBytes;
        }

        return true;
    }

    private static bool AreTimesOrdered(ReadOnlySpan<byte> times, Subject subject)
    {
        if (times.Length % TimeIndexEntry.Size != 0
            || times.Length > 2 * Math.Max(subject.SizeBytes, TimeIndexEntry.Size))
        {
            return false;
        }

        long previousTime = -1;
        int previousOffset = -1;
        for (int at = 0; at < times.Length; at += TimeIndexEntry.Size)
        {
            (long time, int offset) = TimeIndexEntry.Read(times[at..]);
            if (time <= previousTime || offset <= previousOffset)
            {
                return false;
            }

            previousTime = time;
            previousOffset = offset;
        }

        return true;
    }

    /// <summary>
    /// Whether no batch behind the last entry's is later than that entry says. An index that a clean stop wrote ends
    /// too early once a few more batches came and a crash took the newer one.
    /// </summary>
    private static bool ReachesLatest(ReadOnlySpan<byte> offsets, ReadOnlySpan<byte> times, Subject subject)
    {
        TimeIndexEntry last = times.Length == 0
            ? new TimeIndexEntry(-1, -1)
            : TimeIndexEntry.Read(times[^TimeIndexEntry.Size..]);
        using var walk = new IndexWalk(subject, PositionOf(offsets, last.RelativeOffset));
        while (walk.MoveNext())
        {
            bool isBehind = walk.Header.LastOffset.Value - subject.BaseOffset > last.RelativeOffset;
            if (isBehind && walk.Header.RecordCount > 0 && walk.Header.MaxTimestampMs > last.TimestampMs)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A position at or before the batch that ends at <paramref name="relativeOffset"/>.</summary>
    private static int PositionOf(ReadOnlySpan<byte> offsets, int relativeOffset)
    {
        int position = 0;
        for (int at = 0; at < offsets.Length; at += OffsetIndexEntry.Size)
        {
            OffsetIndexEntry entry = OffsetIndexEntry.Read(offsets[at..]);
            if (entry.RelativeOffset > relativeOffset)
            {
                break;
            }

            position = entry.Position;
        }

        return position;
    }
}
