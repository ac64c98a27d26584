namespace EdgeLog.Storage.Tests;

/// <summary>A file of a <see cref="FaultyDisk"/>.</summary>
internal sealed class FaultyFile(FaultyDisk disk, DiskImage image, LogFile real) : LogFile
{
    public override string Path => real.Path;

    public override long Length => real.Length;

    public override int Read(Span<byte> destination, long position) => real.Read(destination, position);

    public override void Write(ReadOnlySpan<byte> bytes, long position)
    {
        ReadOnlySpan<byte> written = disk.CountWrite() ? bytes[..(bytes.Length / 2)] : bytes;
        lock (image)
        {
            real.Write(written, position);
            image.Write(written, position);
        }
    }

    public override void Flush()
    {
        if (disk.CountWrite())
        {
            throw new IOException("The power went during the flush (injected)");
        }

        lock (image)
        {
            image.Flush();
        }
    }

    public override bool TryReserve(long position, long endPosition) => !disk.IsFull;

    public override void Truncate(long length)
    {
        disk.CountWrite();
        lock (image)
        {
            real.Truncate(length);
            image.Truncate(length);
        }
    }

    public override void SetModified(DateTimeOffset time) => real.SetModified(time);

    public override void Dispose() => real.Dispose();
}
