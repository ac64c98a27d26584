namespace EdgeLog.Storage.Tests;

/// <summary>
/// A disk that keeps only what was flushed: the real files show what the page cache would, and <see cref="CutPower"/>
/// takes
/// them back to what the flash holds. Fails, on demand, at the n-th operation.
/// </summary>
internal sealed class FaultyDisk : LogFileSystem
{
    private readonly Lock _lock = new();
    private readonly DiskFileSystem _real = new();
    private readonly Dictionary<string, DiskImage> _names = [];
    private readonly HashSet<string> _directories = [];
    private readonly Dictionary<string, DiskImage> _durableNames = [];
    private readonly HashSet<string> _durableDirectories = [];
    private int _operations;

    /// <summary>The operation, from 1, at which the fault happens; 0 for none.</summary>
    public int FaultAt { get; set; }

    public FaultKind Fault { get; set; }

    /// <summary>Whether reserving room fails, as on a full disk.</summary>
    public bool IsFull { get; set; }

    /// <summary>
    /// Bytes that can still be reserved; without limit where null. What was not reserved cannot be written then.
    /// </summary>
    public long? RoomBytes { get; set; }

    /// <summary>Called before an operation with its name and the path it is about; may wait or throw.</summary>
    public Action<string, string>? Before { get; set; }

    /// <summary>Writes, flushes and changes of names so far.</summary>
    public int Operations => _operations;

    public bool IsPowerOut { get; private set; }

    public override LogFile OpenOrCreate(string path)
    {
        Before?.Invoke("open", path);
        lock (_lock)
        {
            if (!_names.TryGetValue(path, out DiskImage? image))
            {
                Count();
                image = new DiskImage();
                _names.Add(path, image);
            }

            return new FaultyFile(this, image, _real.OpenOrCreate(path));
        }
    }

    public override LogFile OpenRead(string path) => _real.OpenRead(path);

    public override void CreateDirectory(string path)
    {
        Change(() =>
        {
            _real.CreateDirectory(path);
            _directories.Add(path);
        });
    }

    public override void FlushDirectory(string path) => Change(() => CopyNames(path));

    public override void Rename(string from, string to) => Change(() =>
    {
        _real.Rename(from, to);
        foreach (string name in _names.Keys.Where(name => IsIn(name, from)).ToArray())
        {
            _names.Remove(name, out DiskImage? image);
            _names[to + name[from.Length..]] = image!;
        }

        foreach (string name in _directories.Where(name => IsIn(name, from)).ToArray())
        {
            _directories.Remove(name);
            _directories.Add(to + name[from.Length..]);
        }
    });

    public override void Delete(string path) => Change(() =>
    {
        _real.Delete(path);
        _names.Remove(path);
    });

    public override void DeleteDirectory(string path) => Change(() =>
    {
        _real.DeleteDirectory(path);
        foreach (string name in _names.Keys.Where(name => IsIn(name, path)).ToArray())
        {
            _names.Remove(name);
        }

        _directories.RemoveWhere(name => IsIn(name, path));
    });

    /// <summary>From now on nothing reaches the disk.</summary>
    public void StopPower() => IsPowerOut = true;

    /// <summary>
    /// Takes the files under <paramref name="root"/> back to what the flash holds; the disk works again.
    /// </summary>
    public void CutPower(string root, Random random)
    {
        // Names that were changed and not flushed may or may not have made it.
        foreach (string directory in _directories.ToArray())
        {
            if (random.Next(2) == 0)
            {
                CopyNames(directory);
            }
        }

        _real.CreateDirectory(root);
        foreach (string entry in Directory.EnumerateFileSystemEntries(root).Where(e => !e.EndsWith(".lock")).ToArray())
        {
            if (Directory.Exists(entry))
            {
                Directory.Delete(entry, recursive: true);
            }
            else
            {
                File.Delete(entry);
            }
        }

        foreach (string directory in _durableDirectories)
        {
            Directory.CreateDirectory(directory);
        }

        _names.Clear();
        foreach ((string name, DiskImage image) in _durableNames.Where(n => IsReachable(n.Key, root)).ToArray())
        {
            File.WriteAllBytes(name, image.AfterPowerCut(random));
            _names.Add(name, image);
        }

        IsPowerOut = false;
        FaultAt = 0;
    }

    /// <summary>Whether room for so many bytes more is there; takes it.</summary>
    internal bool TryTakeRoom(long bytes)
    {
        lock (_lock)
        {
            if (IsFull || bytes > (RoomBytes ?? long.MaxValue))
            {
                return false;
            }

            RoomBytes -= bytes;
            return true;
        }
    }

    internal void Change(Action change)
    {
        lock (_lock)
        {
            Count();
            change();
        }
    }

    /// <summary>Counts an operation; returns whether it is the one that is to fail halfway.</summary>
    internal bool CountWrite()
    {
        lock (_lock)
        {
            return Count();
        }
    }

    private bool Count()
    {
        ThrowIfOut();
        if (++_operations != FaultAt)
        {
            return false;
        }

        switch (Fault)
        {
            case FaultKind.PowerCut:
                IsPowerOut = true;
                ThrowIfOut();
                return false;
            case FaultKind.TornPowerCut:
                IsPowerOut = true;
                return true;
            case FaultKind.Error:
            default:
                throw new IOException("Input/output error (injected)");
        }
    }

    private void ThrowIfOut()
    {
        if (IsPowerOut)
        {
            throw new IOException("The power is out (injected)");
        }
    }

    private bool IsReachable(string name, string root)
    {
        string directory = Path.GetDirectoryName(name)!;
        return directory == root || _durableDirectories.Contains(directory);
    }

    private static bool IsIn(string name, string directory) =>
        name == directory || name.StartsWith(directory + "/", StringComparison.Ordinal);

    private void CopyNames(string directory)
    {
        foreach (string name in _durableNames.Keys.Where(n => Path.GetDirectoryName(n) == directory).ToArray())
        {
            _durableNames.Remove(name);
        }

        foreach ((string name, DiskImage image) in _names.Where(n => Path.GetDirectoryName(n.Key) == directory))
        {
            _durableNames.Add(name, image);
        }

        _durableDirectories.RemoveWhere(name => Path.GetDirectoryName(name) == directory);
        _durableDirectories.UnionWith(_directories.Where(name => Path.GetDirectoryName(name) == directory));
    }
}
