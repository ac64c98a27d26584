namespace EdgeLog.Storage;

/// <summary>
/// What the sealed segments of a partition are known again by, while the partition is recovered: as the folder's file
/// has it, and as what was settled and sealed since changes it.
/// </summary>
internal sealed class KnownSegments
{
    private readonly Dictionary<long, SegmentFingerprint> _fingerprints;
    private readonly PartitionKey _key;
    private readonly string _directory;
    private bool _isChanged;

    public KnownSegments(string directory, PartitionKey key)
    {
        (_directory, _key) = (directory, key);
        _fingerprints = FingerprintFile.Read(directory, key);
    }

    /// <summary>The fingerprint of a segment; null where none is known.</summary>
    public SegmentFingerprint? Find(long baseOffset) => _fingerprints.GetValueOrDefault(baseOffset);

    /// <summary>Whether a file is not the segment that was sealed under this base offset.</summary>
    public bool IsForeign(long baseOffset, LogFile file) => Find(baseOffset)?.IsOf(file) == false;

    /// <summary>Takes note of a segment that is complete now.</summary>
    public void Note(long baseOffset, SegmentFingerprint fingerprint)
    {
        _fingerprints[baseOffset] = fingerprint;
        _isChanged = true;
    }

    /// <summary>Segments from a base offset on, up to before another, are not what they were.</summary>
    public void Forget(long fromOffset, long toOffset)
    {
        foreach (long baseOffset in _fingerprints.Keys.Where(at => at >= fromOffset && at < toOffset).ToArray())
        {
            _isChanged |= _fingerprints.Remove(baseOffset);
        }
    }

    /// <summary>
    /// Writes what has changed, without what is not sealed; returns whether the folder is to be flushed.
    /// </summary>
    public bool Save(LogFileSystem files, IReadOnlyCollection<SealedSegment> segments, long activeBaseOffset)
    {
        Forget(activeBaseOffset, long.MaxValue);
        if (_isChanged)
        {
            FingerprintFile.Write(files, _directory, _key, segments);
        }

        return _isChanged;
    }
}
