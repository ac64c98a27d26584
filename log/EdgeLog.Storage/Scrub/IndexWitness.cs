using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Holds a sealed segment's index files against its batches, which are told one after the other: each entry has to be
/// one that some batch made.
/// </summary>
internal sealed class IndexWitness
{
    private readonly byte[] _offsets;
    private readonly byte[] _times;
    private readonly long _baseOffset;
    private int _nextOffset;
    private int _nextTime;
    private TimeIndexEntry? _latest;

    public IndexWitness(string directory, long baseOffset)
    {
        _baseOffset = baseOffset;
        _offsets = Read(LogPaths.Segment(directory, baseOffset, LogPaths.OffsetIndexSuffix));
        _times = Read(LogPaths.Segment(directory, baseOffset, LogPaths.TimeIndexSuffix));
    }

    /// <summary>Whether all entries were met, now that all batches have been told.</summary>
    public bool IsSatisfied =>
        _nextOffset == _offsets.Length
        && _nextTime == _times.Length
        && (_times.Length == 0 || TimeIndexEntry.Read(_times.AsSpan(_times.Length - TimeIndexEntry.Size)) == _latest);

    public void Tell(in RecordBatchHeader header, long position)
    {
        int last = (int)(header.LastOffset.Value - _baseOffset);
        if (_offsets.Length - _nextOffset >= OffsetIndexEntry.Size
            && OffsetIndexEntry.Read(_offsets.AsSpan(_nextOffset)) == new OffsetIndexEntry(last, (int)position))
        {
            _nextOffset += OffsetIndexEntry.Size;
        }

        if (header.RecordCount == 0 || header.MaxTimestampMs < 0
            || (_latest is { } latest && header.MaxTimestampMs <= latest.TimestampMs))
        {
            return;
        }

        _latest = new TimeIndexEntry(header.MaxTimestampMs, last);
        if (_times.Length - _nextTime >= TimeIndexEntry.Size
            && TimeIndexEntry.Read(_times.AsSpan(_nextTime)) == _latest)
        {
            _nextTime += TimeIndexEntry.Size;
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }
}
