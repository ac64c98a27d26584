namespace EdgeLog.Storage;

/// <summary>
/// A segment that is complete and flushed: read only, in its files only. Opened when somebody reads it, closed again
/// when it
/// has been idle and others are wanted. Safe from any thread.
/// </summary>
internal sealed class SealedSegment
{
    private readonly Lock _lock = new();
    private readonly OpenSegments _open;
    private readonly string _directory;
    private SegmentFiles? _files;
    private int _leases;
    private volatile bool _isDeleted;
    private bool _isIndexBad;

    public SealedSegment(string directory, long baseOffset, long nextOffset, long sizeBytes, OpenSegments open)
    {
        _directory = directory;
        _open = open;
        BaseOffset = baseOffset;
        NextOffset = nextOffset;
        SizeBytes = sizeBytes;
    }

    public long BaseOffset { get; }

    /// <summary>Where the next segment begins.</summary>
    public long NextOffset { get; }

    public long SizeBytes { get; }

    /// <summary>Whether its files are gone, but for the leases on them.</summary>
    public bool IsDeleted => _isDeleted;

    /// <summary>When the last record came, by the log's clock; what <c>retention.ms</c> counts from.</summary>
    public required DateTimeOffset AppendedAt { get; init; }

    /// <summary>What the file is known again by; null where that was never noted, or the note is lost.</summary>
    public SegmentFingerprint? Fingerprint { get; init; }

    /// <summary>The segment's log file.</summary>
    public string LogPath => LogPaths.Segment(_directory, BaseOffset, LogPaths.LogSuffix);

    /// <summary>
    /// Keeps the files open until the lease is disposed; null where the segment was deleted meanwhile.
    /// </summary>
    public SegmentLease? Lease()
    {
        lock (_lock)
        {
            if (_isDeleted)
            {
                return null;
            }

            // Opened under the lock: this happens once in a while and only readers of this one segment wait for it.
            if (_files is null)
            {
                if (_isIndexBad)
                {
                    DeleteIndexes();
                    _isIndexBad = false;
                }

                _files = SegmentFiles.Open(_open.FileSystem, _directory, this);

                // Leased before it is noted: it may be noted twice, and the older note may be the next to be closed.
                _leases++;
                _open.Add(this);
                return new SegmentLease(this, _files);
            }

            _leases++;
            return new SegmentLease(this, _files);
        }
    }

    /// <summary>
    /// Takes over files that are open already, under whatever names; they stay open until the lease is disposed.
    /// </summary>
    public SegmentLease Adopt(SegmentFiles files)
    {
        lock (_lock)
        {
            _files = files;
            _leases++;
            _open.Add(this);
            return new SegmentLease(this, files);
        }
    }

    /// <summary>Deletes the files; whoever reads them now reads on until the lease is returned.</summary>
    public void Delete()
    {
        lock (_lock)
        {
            _isDeleted = true;
            CloseIfIdle();
        }

        foreach (string suffix in (ReadOnlySpan<string>)
            [LogPaths.LogSuffix, LogPaths.OffsetIndexSuffix, LogPaths.TimeIndexSuffix])
        {
            _open.FileSystem.Delete(LogPaths.Segment(_directory, BaseOffset, suffix));
        }
    }

    /// <summary>Closes the files if nobody reads them; false where somebody does.</summary>
    public bool TryClose()
    {
        // Called while another segment is being opened: never wait for this one's lock.
        if (!_lock.TryEnter())
        {
            return false;
        }

        try
        {
            return CloseIfIdle();
        }
        finally
        {
            _lock.Exit();
        }
    }

    /// <summary>Closes the files once nobody reads them any more, and for good.</summary>
    public void Retire()
    {
        lock (_lock)
        {
            _isDeleted = true;
            CloseIfIdle();
        }
    }

    internal void Return()
    {
        lock (_lock)
        {
            _leases--;
            _isIndexBad |= _files?.IsIndexBad == true;
            if (_isDeleted || _isIndexBad)
            {
                CloseIfIdle();
            }
        }
    }

    /// <summary>They are made anew when the segment is opened.</summary>
    private void DeleteIndexes()
    {
        _open.FileSystem.Delete(LogPaths.Segment(_directory, BaseOffset, LogPaths.OffsetIndexSuffix));
        _open.FileSystem.Delete(LogPaths.Segment(_directory, BaseOffset, LogPaths.TimeIndexSuffix));
    }

    private bool CloseIfIdle()
    {
        if (_leases > 0)
        {
            return false;
        }

        _files?.Dispose();
        _files = null;
        return true;
    }
}
