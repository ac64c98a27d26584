namespace EdgeLog.Storage.Tests;

/// <summary>
/// A disk that keeps only what was flushed: the real files show what the page cache would, and <see cref="CutPower"/>
/// takes them back to what the flash holds. Fails, on demand, at the n-th operation.
/// </summary>
internal sealed class FaultyDisk : LogFileSystem
{
    private readonly Lock _lock = new();
    private readonly DiskFileSystem _real = new();
    private readonly Dictionary<string, DiskImage> _names = [];
    private readonly HashSet<string> _directories = [];
    private readonly Dictionary<string, DiskImage> _durableNames = [];
    private readonly HashSet<string> _durableDirectories = [];
    private readonly Dictionary<string, List<NamesAtOnce>> _unflushedNames = [];
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

    /// <summary>Whether a fault has happened since the disk last began to work.</summary>
    public bool HasFaulted { get; private set; }

    /// <summary>Decides how much of a failed flush reached the flash.</summary>
    public Random Luck { get; init; } = new(1);

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
                NoteNames(Path.GetDirectoryName(path)!);
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
            NoteNames(Path.GetDirectoryName(path)!);
        });
    }

    public override void FlushDirectory(string path) => Change(() => Settle(path, NamesOf(path)));

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

        NoteNames(Path.GetDirectoryName(to)!);
    });

    public override void Delete(string path) => Change(() =>
    {
        _real.Delete(path);
        if (_names.Remove(path))
        {
            NoteNames(Path.GetDirectoryName(path)!);
        }
    });

    public override void DeleteDirectory(string path) => Change(() =>
    {
        _real.DeleteDirectory(path);
        foreach (string name in _names.Keys.Where(name => IsIn(name, path)).ToArray())
        {
            _names.Remove(name);
        }

        _directories.RemoveWhere(name => IsIn(name, path));
        NoteNames(Path.GetDirectoryName(path)!);
    });

    /// <summary>From now on nothing reaches the disk.</summary>
    public void StopPower() => IsPowerOut = true;

    /// <summary>Puts off the fault to come: until the reprieve is disposed nothing fails.</summary>
    public Reprieve Spare() => new(this);

    /// <summary>
    /// The disk works again, with all that was written to it: it was the process that died, not the power.
    /// </summary>
    public void Resume()
    {
        IsPowerOut = false;
        HasFaulted = false;
        FaultAt = 0;
    }

    /// <summary>
    /// Takes the files under <paramref name="root"/> back to what the flash holds; the disk works again.
    /// </summary>
    public void CutPower(string root, Random random)
    {
        SettleNames(random);
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

        _directories.Clear();
        _directories.UnionWith(_durableDirectories);
        _names.Clear();
        foreach ((string name, DiskImage image) in _durableNames.Where(n => IsReachable(n.Key, root)).ToArray())
        {
            File.WriteAllBytes(name, image.AfterPowerCut(random));
            _names.Add(name, image);
        }

        Resume();
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

    /// <summary>The same of a flush. One that fails is not made up for by the next: the system has given up.</summary>
    internal bool CountFlush(DiskImage image)
    {
        lock (_lock)
        {
            try
            {
                return Count();
            }
            catch (IOException) when (!IsPowerOut)
            {
                lock (image)
                {
                    image.FailFlush(Luck);
                }

                throw;
            }
        }
    }

    private bool Count()
    {
        ThrowIfOut();
        if (++_operations != FaultAt)
        {
            return false;
        }

        HasFaulted = true;
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

    private NamesAtOnce NamesOf(string directory) => new(
        _names.Where(name => Path.GetDirectoryName(name.Key) == directory).ToArray(),
        _directories.Where(name => Path.GetDirectoryName(name) == directory).ToArray());

    /// <summary>Notes the names in a directory after a change that no flush has made durable yet.</summary>
    private void NoteNames(string directory)
    {
        if (!_unflushedNames.TryGetValue(directory, out List<NamesAtOnce>? states))
        {
            _unflushedNames.Add(directory, states = []);
        }

        states.Add(NamesOf(directory));
    }

    /// <summary>Of changes of names that were not flushed, none or the first few made it, in their order.</summary>
    private void SettleNames(Random random)
    {
        foreach ((string directory, List<NamesAtOnce> states) in _unflushedNames.ToArray())
        {
            if (random.Next(2) == 0)
            {
                Settle(directory, states[random.Next(states.Count)]);
            }
        }

        _unflushedNames.Clear();
    }

    private void Settle(string directory, NamesAtOnce names)
    {
        foreach (string name in _durableNames.Keys.Where(n => Path.GetDirectoryName(n) == directory).ToArray())
        {
            _durableNames.Remove(name);
        }

        foreach ((string name, DiskImage image) in names.Files)
        {
            _durableNames.Add(name, image);
        }

        _durableDirectories.RemoveWhere(name => Path.GetDirectoryName(name) == directory);
        _durableDirectories.UnionWith(names.Directories);
        _unflushedNames.Remove(directory);
    }

    /// <summary>A time in which no fault happens.</summary>
    public readonly struct Reprieve : IDisposable
    {
        private readonly FaultyDisk _disk;
        private readonly int _operationsLeft;

        public Reprieve(FaultyDisk disk)
        {
            lock (disk._lock)
            {
                _disk = disk;
                _operationsLeft = disk.FaultAt - disk._operations;
                disk.FaultAt = 0;
            }
        }

        public void Dispose()
        {
            lock (_disk._lock)
            {
                _disk.FaultAt = _operationsLeft > 0 ? _disk._operations + _operationsLeft : _disk.FaultAt;
            }
        }
    }

    /// <summary>What a directory held at one moment.</summary>
    private sealed record NamesAtOnce(KeyValuePair<string, DiskImage>[] Files, string[] Directories);
}
