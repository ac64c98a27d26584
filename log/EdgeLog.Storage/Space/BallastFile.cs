namespace EdgeLog.Storage;

/// <summary>A file of a <see cref="BallastFileSystem"/>: a write that finds the disk full is tried again.</summary>
internal sealed class BallastFile(BallastFileSystem files, LogFile inner) : LogFile
{
    public override string Path => inner.Path;

    public override long Length => inner.Length;

    public override int Read(Span<byte> destination, long position) => inner.Read(destination, position);

    public override void Write(ReadOnlySpan<byte> bytes, long position)
    {
        while (true)
        {
            try
            {
                inner.Write(bytes, position);
                return;
            }
            catch (IOException exception) when (files.TryMakeRoom(exception))
            {
                // Nothing of it counts before the flush: it is written again from its beginning.
            }
        }
    }

    public override void Flush() => inner.Flush();

    public override bool TryReserve(long position, long endPosition) => inner.TryReserve(position, endPosition);

    public override void Truncate(long length) => inner.Truncate(length);

    public override void SetModified(DateTimeOffset time) => inner.SetModified(time);

    public override void Dispose() => inner.Dispose();
}
