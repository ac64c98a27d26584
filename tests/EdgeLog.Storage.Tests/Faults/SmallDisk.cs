namespace EdgeLog.Storage.Tests;

/// <summary>
/// A disk of a size that a test chooses, which somebody else fills as the test says: full when nothing is free, to the
/// byte. The files are real; only how much room there is, is not.
/// </summary>
internal sealed class SmallDisk(long sizeBytes) : LogFileSystem
{
    public const int NoSpace = 28;

    private readonly DiskFileSystem _real = new();
    private long _othersBytes;

    /// <summary>The data directory; everything else on the disk is <see cref="OthersBytes"/>.</summary>
    public string Root { get; set; } = "";

    /// <summary>What others have put on the disk.</summary>
    public long OthersBytes
    {
        get => Volatile.Read(ref _othersBytes);
        set => Volatile.Write(ref _othersBytes, value);
    }

    public long FreeBytes => Math.Max(0, sizeBytes - OthersBytes - (Directory.Exists(Root) ? MeasureUsed(Root) : 0));

    /// <summary>Others take everything that is free.</summary>
    public void FillUp() => OthersBytes += FreeBytes;

    public override LogFile OpenOrCreate(string path)
    {
        Root = Root.Length == 0 ? Path.GetDirectoryName(path)! : Root;
        ThrowIfFull(File.Exists(path) ? 0 : 1);
        return new SmallFile(this, _real.OpenOrCreate(path));
    }

    public override LogFile OpenRead(string path) => _real.OpenRead(path);

    public override void CreateDirectory(string path)
    {
        ThrowIfFull(Root.Length == 0 || Directory.Exists(path) ? 0 : 4096);
        _real.CreateDirectory(path);
    }

    public override void FlushDirectory(string path) => _real.FlushDirectory(path);

    public override void Rename(string from, string to) => _real.Rename(from, to);

    public override void Delete(string path) => _real.Delete(path);

    public override void DeleteDirectory(string path) => _real.DeleteDirectory(path);

    public override FilesystemSpace ReadSpace(string directory) => new(sizeBytes, FreeBytes);

    public void ThrowIfFull(long neededBytes)
    {
        if (neededBytes > 0 && FreeBytes < neededBytes)
        {
            throw new IOException("No space left on device (injected)", NoSpace);
        }
    }

    /// <summary>A file of the small disk.</summary>
    private sealed class SmallFile(SmallDisk disk, LogFile real) : LogFile
    {
        public override string Path => real.Path;

        public override long Length => real.Length;

        public override int Read(Span<byte> destination, long position) => real.Read(destination, position);

        public override void Write(ReadOnlySpan<byte> bytes, long position)
        {
            disk.ThrowIfFull(position + bytes.Length - SystemCalls.AllocatedBytes(real.Path));
            real.Write(bytes, position);
        }

        public override void Flush() => real.Flush();

        public override bool TryReserve(long position, long endPosition)
        {
            long needed = endPosition - Math.Max(position, SystemCalls.AllocatedBytes(real.Path));
            return (needed <= 0 || disk.FreeBytes >= needed) && real.TryReserve(position, endPosition);
        }

        public override void Truncate(long length) => real.Truncate(length);

        public override void SetModified(DateTimeOffset time) => real.SetModified(time);

        public override void Dispose() => real.Dispose();
    }
}
