namespace EdgeLog.Storage.Tests;

/// <summary>A file of a <see cref="FaultyDisk"/>.</summary>
internal sealed class FaultyFile(FaultyDisk disk, DiskImage image, LogFile real) : LogFile
{
    private const int NoSpace = 28;
    private long _reservedTo;

    public override string Path => real.Path;

    public override long Length => real.Length;

    public override int Read(Span<byte> destination, long position)
    {
        disk.Before?.Invoke("read", Path);
        return real.Read(destination, position);
    }

    public override void Write(ReadOnlySpan<byte> bytes, long position)
    {
        disk.Before?.Invoke("write", Path);
        bool isBeyondRoom = position + bytes.Length > Math.Max(_reservedTo, real.Length);
        if (disk.RoomBytes is not null && isBeyondRoom && !disk.TryTakeRoom(bytes.Length))
        {
            throw new IOException("No space left on device (injected)", NoSpace);
        }

        bool isTorn = disk.CountWrite();
        ReadOnlySpan<byte> written = isTorn ? bytes[..(bytes.Length / 2)] : bytes;
        lock (image)
        {
            real.Write(written, position);
            image.Write(written, position);
        }

        if (isTorn)
        {
            throw new IOException("The power went during the write (injected)");
        }
    }

    public override void Flush()
    {
        disk.Before?.Invoke("flush", Path);
        if (disk.CountFlush(image))
        {
            throw new IOException("The power went during the flush (injected)");
        }

        lock (image)
        {
            image.Flush();
        }
    }

    public override bool TryReserve(long position, long endPosition)
    {
        if (!disk.TryTakeRoom(endPosition - position))
        {
            return false;
        }

        _reservedTo = Math.Max(_reservedTo, endPosition);
        return true;
    }

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
