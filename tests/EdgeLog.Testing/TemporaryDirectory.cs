namespace EdgeLog.Testing;

/// <summary>A directory of its own for one test, deleted with it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    private const string MemoryFilesystem = "/dev/shm";

    public TemporaryDirectory() => Path = Directory.CreateTempSubdirectory("edgelog-").FullName;

    private TemporaryDirectory(string path) => Path = Directory.CreateDirectory(path).FullName;

    /// <summary>One in memory, where the system has a place for that: for tests that need no disk, but speed.</summary>
    public static TemporaryDirectory InMemory() => Directory.Exists(MemoryFilesystem)
        ? new TemporaryDirectory($"{MemoryFilesystem}/edgelog-{Guid.NewGuid():N}")
        : new TemporaryDirectory();

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
