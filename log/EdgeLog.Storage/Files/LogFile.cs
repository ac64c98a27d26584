namespace EdgeLog.Storage;

/// <summary>
/// One open file of the log: the seam to the disk. The operating system's file in production, a faulty one in tests.
/// Positional reads from any thread; writes and flushes from the thread that owns the file's tail.
/// </summary>
internal abstract class LogFile : IDisposable
{
    /// <summary>Where the file was when it was opened.</summary>
    public abstract string Path { get; }

    /// <summary>The file's size in bytes, reserved room not counted.</summary>
    public abstract long Length { get; }

    /// <summary>Reads until <paramref name="destination"/> is full or the file ends; returns how many bytes.</summary>
    public abstract int Read(Span<byte> destination, long position);

    /// <summary>Writes all of <paramref name="bytes"/>. Durable only after <see cref="Flush"/>.</summary>
    public abstract void Write(ReadOnlySpan<byte> bytes, long position);

    /// <summary>Makes everything written so far durable, and the size needed to read it back.</summary>
    public abstract void Flush();

    /// <summary>
    /// Reserves blocks up to <paramref name="endPosition"/> without changing the file's size. False where the disk is
    /// full.
    /// </summary>
    public abstract bool TryReserve(long position, long endPosition);

    /// <summary>Cuts the file at <paramref name="length"/> and gives back what was reserved behind it.</summary>
    public abstract void Truncate(long length);

    /// <summary>Sets the file's time, by which retention goes after a restart.</summary>
    public abstract void SetModified(DateTimeOffset time);

    /// <summary>
    /// What is in memory of the file is not to be kept: the next read is of the disk. Where the system knows no such
    /// thing, nothing happens.
    /// </summary>
    public virtual void ForgetCached()
    {
    }

    /// <inheritdoc />
    public abstract void Dispose();
}
