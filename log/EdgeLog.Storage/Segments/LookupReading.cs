using System.Buffers;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>Reads a partition on and on into a buffer that grows where a batch needs it. Used by one thread.</summary>
internal ref struct LookupReading(Partition partition, int initialBytes) : IDisposable
{
    /// <summary>For who reads on and on.</summary>
    public const int ManyBytes = 64 * 1024;

    /// <summary>For who wants one batch.</summary>
    public const int FewBytes = 4 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(initialBytes);

    /// <summary>The batches from <paramref name="from"/> on; false at the end, and where they cannot be read.</summary>
    public bool TryRead(Offset from, out ReadOnlySpan<byte> batches, out Offset next)
    {
        ReadResult read = partition.Read(from, _buffer);
        if (read.NextBatchBytes > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(read.NextBatchBytes);
            read = partition.Read(from, _buffer);
        }

        batches = _buffer.AsSpan(0, read.BytesRead);
        next = read.NextOffset;
        return read is { Error: ReadError.None, BytesRead: > 0 };
    }

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
