namespace EdgeLog.Storage.Tests;

/// <summary>The real disk without its flushes, for tests that stop no power and open many directories.</summary>
internal sealed class UnflushedDisk : LogFileSystem
{
    private readonly DiskFileSystem _real = new();

    public override LogFile OpenOrCreate(string path) => new UnflushedFile(_real.OpenOrCreate(path));

    public override LogFile OpenRead(string path) => _real.OpenRead(path);

    public override void CreateDirectory(string path) => _real.CreateDirectory(path);

    public override void FlushDirectory(string path)
    {
    }

    public override void Rename(string from, string to) => _real.Rename(from, to);

    public override void Delete(string path) => _real.Delete(path);

    public override void DeleteDirectory(string path) => _real.DeleteDirectory(path);

    private sealed class UnflushedFile(LogFile real) : LogFile
    {
        public override string Path => real.Path;

        public override long Length => real.Length;

        public override int Read(Span<byte> destination, long position) => real.Read(destination, position);

        public override void Write(ReadOnlySpan<byte> bytes, long position) => real.Write(bytes, position);

        public override void Flush()
        {
        }

        public override bool TryReserve(long position, long endPosition) => true;

        public override void Truncate(long length) => real.Truncate(length);

        public override void SetModified(DateTimeOffset time) => real.SetModified(time);

        public override void Dispose() => real.Dispose();
    }
}
