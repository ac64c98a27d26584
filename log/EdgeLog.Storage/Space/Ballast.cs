namespace EdgeLog.Storage;

/// <summary>
/// A file that holds blocks for the hour of need. Where another process leaves no byte free, checkpoints, positions and
/// gap records still need a few: then the ballast gives some of its blocks up, and takes them back when there is room.
/// Safe from any thread.
/// </summary>
internal sealed class Ballast : IDisposable
{
    private const string FileName = "ballast";
    private const int Slices = 8;
    private const int SlicesForRecovery = 2;
    private const int Unit = Slices * 4096;
    private const long SmallestBytes = 256 * 1024;
    private const long LargestBytes = 4 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly LogFile _file;
    private readonly long _sizeBytes;
    private long _heldBytes;
    private long _keptBytes;

    private Ballast(LogFile file, long sizeBytes)
    {
        _file = file;
        _sizeBytes = sizeBytes;
    }

    /// <summary>Whether it holds all it should.</summary>
    public bool IsWhole => Volatile.Read(ref _heldBytes) == _sizeBytes;

    /// <summary>
    /// Opens the ballast of a data directory, as large as a quarter of the reserve allows; null where the disk does not
    /// let us have one, or a folder has its name: things go on without until the next start.
    /// </summary>
    public static Ballast? TryOpen(LogFileSystem files, string directory, long reserveBytes)
    {
        try
        {
            LogFile file = files.OpenOrCreate(Path.Combine(directory, FileName));
            long size = Math.Clamp(reserveBytes / 4, SmallestBytes, LargestBytes) / Unit * Unit;
            var ballast = new Ballast(file, size);
            ballast.Resume();
            ballast.Refill();
            return ballast;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// From now on its last blocks are not given: the next start needs them, for its checkpoint and its state.
    /// </summary>
    public void KeepForRecovery()
    {
        lock (_lock)
        {
            _keptBytes = SlicesForRecovery * SliceBytes;
        }
    }

    /// <summary>Gives blocks up for somebody in need; false where none are left.</summary>
    public bool TryGive()
    {
        lock (_lock)
        {
            if (_heldBytes <= _keptBytes)
            {
                return false;
            }

            // The flush is what makes the filesystem hand the blocks out again.
            Resize(Math.Max(0, _heldBytes - SliceBytes));
            _file.Flush();
            return true;
        }
    }

    /// <summary>Takes back what was given up, as far as there is room.</summary>
    public void Refill()
    {
        lock (_lock)
        {
            while (_heldBytes < _sizeBytes && _file.TryReserve(_heldBytes, _heldBytes + SliceBytes))
            {
                Resize(_heldBytes + SliceBytes);
            }
        }
    }

    public void Dispose() => _file.Dispose();

    private long SliceBytes => _sizeBytes / Slices;

    /// <summary>Takes over what the file held before.</summary>
    private void Resume()
    {
        long held = Math.Min(_file.Length / SliceBytes * SliceBytes, _sizeBytes);
        Resize(held > 0 && _file.TryReserve(0, held) ? held : 0);
    }

    private void Resize(long bytes)
    {
        if (_file.Length != bytes)
        {
            _file.Truncate(bytes);
        }

        _heldBytes = bytes;
    }
}
