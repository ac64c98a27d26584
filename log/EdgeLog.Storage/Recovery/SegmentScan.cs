using System.Buffers;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Looks at the bytes of one segment's file: whole batches with matching checksums, and nothing else, count.
/// </summary>
internal sealed class SegmentScan(LogFile file) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private long _bufferPosition;
    private int _bufferLength;

    /// <summary>The file's length as the scan sees it.</summary>
    public long Length { get; set; } = file.Length;

    /// <summary>The batch at a position, or false where there is no valid one.</summary>
    public bool TryRead(long position, out RecordBatchHeader header, out ReadOnlySpan<byte> batch)
    {
        header = default;
        batch = default;
        if (Length - position < RecordBatchHeader.Size)
        {
            return false;
        }

        header = RecordBatchHeader.Read(Window(position, RecordBatchHeader.Size));
        bool isPossible = BatchWalk.IsPlausible(header)
            && header.SizeBytes <= Length - position;
        if (!isPossible)
        {
            return false;
        }

        batch = Window(position, header.SizeBytes);
        return new RecordBatch(batch).HasValidChecksum();
    }

    /// <summary>
    /// The first valid batch behind <paramref name="position"/> with an offset from <paramref name="fromOffset"/> on
    /// and before <paramref name="limit"/>; null where there is none.
    /// </summary>
    public (long Position, long BaseOffset)? FindNext(long position, long fromOffset, long limit)
    {
        for (long at = position + 1; at + RecordBatchHeader.Size <= Length; at++)
        {
            // The magic byte and the offset's high bytes rule out nearly every position without a checksum.
            ReadOnlySpan<byte> start = Window(at, RecordBatchHeader.Size);
            if (start[16] != 2 || start[0] != 0)
            {
                continue;
            }

            if (TryRead(at, out RecordBatchHeader header, out _)
                && header.BaseOffset.Value >= fromOffset
                && header.BaseOffset.Value < limit)
            {
                return (at, header.BaseOffset.Value);
            }
        }

        return null;
    }

    /// <summary>Forgets what was read, after the file was written to.</summary>
    public void Forget() => _bufferLength = 0;

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private ReadOnlySpan<byte> Window(long position, int size)
    {
        if (position < _bufferPosition || position + size > _bufferPosition + _bufferLength)
        {
            if (_buffer.Length < size)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = ArrayPool<byte>.Shared.Rent(size);
            }

            int wanted = (int)Math.Min(_buffer.Length, Length - position);
            _bufferPosition = position;
            _bufferLength = file.Read(_buffer.AsSpan(0, wanted), position);
        }

        return _buffer.AsSpan((int)(position - _bufferPosition), size);
    }
}
