namespace EdgeLog.Storage;

/// <summary>An index file's bytes in memory, where the disk has no room for the file. Only read.</summary>
internal sealed class HeldFile(string path, byte[] bytes) : LogFile
{
    public override string Path => path;

    public override long Length => bytes.Length;

    public override int Read(Span<byte> destination, long position)
    {
        int start = (int)Math.Clamp(position, 0, bytes.Length);
        int count = Math.Min(destination.Length, bytes.Length - start);
        bytes.AsSpan(start, count).CopyTo(destination);
        return count;
    }

    public override void Write(ReadOnlySpan<byte> source, long position) => throw OnlyRead();

    public override void Flush() => throw OnlyRead();

    public override bool TryReserve(long position, long endPosition) => throw OnlyRead();

    public override void Truncate(long length) => throw OnlyRead();

    public override void SetModified(DateTimeOffset time) => throw OnlyRead();

    public override void Dispose()
    {
    }

    private NotSupportedException OnlyRead() => new($"{path} is held in memory and only read.");
}
