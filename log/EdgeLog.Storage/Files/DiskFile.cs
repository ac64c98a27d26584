using System.ComponentModel;
using Microsoft.Win32.SafeHandles;

namespace EdgeLog.Storage;

/// <summary>A file of the operating system, read and written by position, flushed with fdatasync.</summary>
internal sealed class DiskFile : LogFile
{
    private readonly SafeFileHandle _handle;
    private readonly Lock _flushing = new();
    private int _flushError;

    public DiskFile(string path, FileMode mode, FileAccess access)
    {
        Path = path;
        _handle = File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete);
    }

    public override string Path { get; }

    public override long Length => RandomAccess.GetLength(_handle);

    public override int Read(Span<byte> destination, long position)
    {
        int total = 0;
        while (total < destination.Length)
        {
            int read = RandomAccess.Read(_handle, destination[total..], position + total);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        return total;
    }

    public override void Write(ReadOnlySpan<byte> bytes, long position) => RandomAccess.Write(_handle, bytes, position);

    public override void Flush()
    {
        // Linux tells an open file of a lost write once: of two flushes at a time, and of one after the other, only the
        // first would hear of it. Here each does.
        lock (_flushing)
        {
            _flushError = _flushError != 0 ? _flushError : SystemCalls.FlushData(_handle);
            if (_flushError != 0)
            {
                throw new IOException($"Flushing {Path} failed: {new Win32Exception(_flushError).Message}.");
            }
        }
    }

    public override bool TryReserve(long position, long endPosition)
    {
        int error = SystemCalls.Reserve(_handle, position, endPosition - position);
        return error switch
        {
            // A filesystem that cannot reserve shows a full disk at the write instead, where it is final.
            0 or SystemCalls.NotSupported => true,
            SystemCalls.NoSpace or SystemCalls.QuotaExceeded => false,
            _ => throw new IOException($"Reserving room for {Path} failed: {new Win32Exception(error).Message}."),
        };
    }

    public override void Truncate(long length) => RandomAccess.SetLength(_handle, length);

    public override void SetModified(DateTimeOffset time) => File.SetLastWriteTimeUtc(_handle, time.UtcDateTime);

    public override void ForgetCached() => SystemCalls.ForgetCached(_handle);

    public override void Dispose() => _handle.Dispose();
}
