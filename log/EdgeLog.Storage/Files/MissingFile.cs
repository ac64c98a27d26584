namespace EdgeLog.Storage;

/// <summary>In place of a segment's file that is not there: it holds nothing.</summary>
internal sealed class MissingFile(string path) : LogFile
{
    public override string Path => path;

    public override long Length => 0;

    public override int Read(Span<byte> destination, long position) => 0;

    public override void Write(ReadOnlySpan<byte> bytes, long position) => throw NotThere();

    public override void Flush() => throw NotThere();

    public override bool TryReserve(long position, long endPosition) => throw NotThere();

    public override void Truncate(long length) => throw NotThere();

    public override void SetModified(DateTimeOffset time) => throw NotThere();

    public override void Dispose()
    {
    }

    private FileNotFoundException NotThere() => new("The segment's file is missing.", path);
}
