namespace EdgeLog.Storage;

/// <summary>
/// Judges the index files of a sealed segment and writes them anew from the segment. An index is derived: it is used
/// where
/// it agrees with the segment and thrown away where it does not.
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

        using LogFile offsets = fileSystem.OpenRead(subject.OffsetsPath);
        using LogFile times = fileSystem.OpenRead(subject.TimesPath);
        return IsOrdered(offsets, subject) && ReachesEnd(offsets, subject) && AreTimesOrdered(times, subject);
    }

    /// <summary>Writes both indexes from the segment's batches.</summary>
    public static void Rebuild(LogFileSystem fileSystem, Subject subject)
    {
        var index = new SegmentIndex(subject.BaseOffset, null);
        using (var walk = new BatchWalk(subject.Log, 0, subject.SizeBytes))
        {
            while (walk.MoveNext())
            {
                index.Add(walk.Header, (int)walk.Position);
            }
        }

        Write(fileSystem, subject.OffsetsPath, subject.TimesPath, index);
    }

    /// <summary>
    /// Writes the index files of a segment. Each appears whole; that it is the one of this segment's bytes is checked
    /// when it
    /// is opened, so its name is not flushed.
    /// </summary>
    public static void Write(LogFileSystem fileSystem, string offsetsPath, string timesPath, SegmentIndex index)
    {
        AtomicFile.WriteUnflushedName(fileSystem, offsetsPath, index.EncodeOffsets());
        AtomicFile.WriteUnflushedName(fileSystem, timesPath, index.EncodeTimes());
    }

    private static bool IsOrdered(LogFile offsets, Subject subject)
    {
        long length = offsets.Length;
        if (length % OffsetIndexEntry.Size != 0 || length > subject.SizeBytes)
        {
            return false;
        }

        var bytes = new byte[length];
        int previousOffset = -1;
        int previousPosition = -1;
        offsets.Read(bytes, 0);
        for (int at = 0; at < bytes.Length; at += OffsetIndexEntry.Size)
        {
            (int offset, int position) = OffsetIndexEntry.Read(bytes.AsSpan(at));
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
    private static bool ReachesEnd(LogFile offsets, Subject subject)
    {
        Span<byte> last = stackalloc byte[OffsetIndexEntry.Size];
        long position = 0;
        long lastOffset = -1;
        if (offsets.Length > 0)
        {
            offsets.Read(last, offsets.Length - OffsetIndexEntry.Size);
            OffsetIndexEntry entry = OffsetIndexEntry.Read(last);
            lastOffset = subject.BaseOffset + entry.RelativeOffset;
            position = entry.Position;
        }

        using var walk = new BatchWalk(subject.Log, position, subject.SizeBytes);
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

    private static bool AreTimesOrdered(LogFile times, Subject subject)
    {
        long length = times.Length;
        if (length % TimeIndexEntry.Size != 0 || length > 2 * Math.Max(subject.SizeBytes, TimeIndexEntry.Size))
        {
            return false;
        }

        var bytes = new byte[length];
        long previousTime = -1;
        int previousOffset = -1;
        times.Read(bytes, 0);
        for (int at = 0; at < bytes.Length; at += TimeIndexEntry.Size)
        {
            (long time, int offset) = TimeIndexEntry.Read(bytes.AsSpan(at));
            if (time <= previousTime || offset <= previousOffset)
            {
                return false;
            }

            previousTime = time;
            previousOffset = offset;
        }

        // A segment whose records have times has at least the closing entry.
        return length > 0 || !HasTimes(subject);
    }

    private static bool HasTimes(Subject subject)
    {
        using var walk = new BatchWalk(subject.Log, 0, subject.SizeBytes);
        return walk.MoveNext() && walk.Header.MaxTimestampMs >= 0;
    }
}
