namespace EdgeLog.Storage.Tests;

/// <summary>The real disk, which does not give back some blocks of some files.</summary>
internal sealed class UnreadableDisk : LogFileSystem
{
    private readonly DiskFileSystem _real = new();

    /// <summary>Whether reading so many bytes from a position of a file fails.</summary>
    public Func<string, long, int, bool> Fails { get; set; } = (_, _, _) => false;

    /// <summary>Reads that have failed.</summary>
    public int Failures { get; private set; }

    /// <summary>Has the block with a byte of a file not be given back, nor another of it if that is negative.</summary>
    public void Spoil(string path, long position)
    {
        const int BlockBytes = 4096;
        long block = position / BlockBytes * BlockBytes;
        Fails = (file, at, length) => file == path
            && (position < 0 || (at < block + BlockBytes && at + length > block));
    }

    public override LogFile OpenOrCreate(string path) => new UnreadableFile(this, _real.OpenOrCreate(path));

    public override LogFile OpenRead(string path) => new UnreadableFile(this, _real.OpenRead(path));

    public override void CreateDirectory(string path) => _real.CreateDirectory(path);

    public override void FlushDirectory(string path) => _real.FlushDirectory(path);

    public override void Rename(string from, string to) => _real.Rename(from, to);

    public override void Delete(string path) => _real.Delete(path);

    public override void DeleteDirectory(string path) => _real.DeleteDirectory(path);

    private sealed class UnreadableFile(UnreadableDisk disk, LogFile real) : LogFile
    {
        public override string Path => real.Path;

        public override long Length => real.Length;

        public override int Read(Span<byte> destination, long position)
        {
            if (disk.Fails(real.Path, position, destination.Length))
            {
                disk.Failures++;
                throw new IOException("Input/output error (injected)");
            }

            return real.Read(destination, position);
        }

        public override void Write(ReadOnlySpan<byte> bytes, long position) => real.Write(bytes, position);

        public override void Flush() => real.Flush();

        public override bool TryReserve(long position, long endPosition) => real.TryReserve(position, endPosition);

        public override void Truncate(long length) => real.Truncate(length);

        public override void SetModified(DateTimeOffset time) => real.SetModified(time);

        public override void Dispose() => real.Dispose();
    }
}
