using System.Buffers;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Looks at the bytes of one segment's file: whole batches with matching checksums, and nothing else, count.
/// </summary>
internal sealed class SegmentScan(LogFile file) : IDisposable
{
    private const int MagicPosition = 16;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private long _bufferPosition;
    private int _bufferLength;
    private bool _hasFailed;
    private bool _hasRead;

    /// <summary>The file's length as the scan sees it.</summary>
    public long Length { get; set; } = file.Length;

    /// <summary>Whether the disk has failed to give back bytes, and has given back none at all.</summary>
    public bool IsUnreadable => _hasFailed && !_hasRead;

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
    /// and before <paramref name="limit"/>; null where there is none. Records may hold what looks like a batch, so one
    /// that is followed by another goes before one that stands alone, unless their offsets are in order too: such a one
    /// stands between two bad places.
    /// </summary>
    public (long Position, long BaseOffset)? FindNext(long position, long fromOffset, long limit)
    {
        if (FindBehind(position, fromOffset, limit) is { } behind)
        {
            return behind;
        }

        (long Position, long BaseOffset)? alone = null;
        long aloneNext = 0;
        for (long at = FindMagic(position + 1); at >= 0; at = FindMagic(at + 1))
        {
            if (!TryRead(at, out RecordBatchHeader header, out _) || !IsWanted(header, fromOffset, limit))
            {
                continue;
            }

            long next = at + header.SizeBytes;
            if (next == Length || TryRead(next, out _, out _))
            {
                return alone is not null && aloneNext <= header.BaseOffset.Value
                    ? alone
                    : (at, header.BaseOffset.Value);
            }

            aloneNext = alone is null ? header.NextOffset.Value : aloneNext;
            alone ??= (at, header.BaseOffset.Value);
        }

        return alone;
    }

    /// <summary>Forgets what was read, after the file was written to.</summary>
    public void Forget() => _bufferLength = 0;

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>Where the next batch is if the bad one has its length right, as most damaged ones do.</summary>
    private (long Position, long BaseOffset)? FindBehind(long position, long fromOffset, long limit)
    {
        if (Length - position < RecordBatchHeader.Size)
        {
            return null;
        }

        RecordBatchHeader bad = RecordBatchHeader.Read(Window(position, RecordBatchHeader.Size));
        long next = position + bad.SizeBytes;
        return bad.SizeBytes >= RecordBatchHeader.Size
            && TryRead(next, out RecordBatchHeader header, out _)
            && IsWanted(header, fromOffset, limit)
            ? (next, header.BaseOffset.Value)
            : null;
    }

    private static bool IsWanted(in RecordBatchHeader header, long fromOffset, long limit) =>
        header.BaseOffset.Value >= fromOffset && header.BaseOffset.Value < limit;

    /// <summary>
    /// The next position at which a batch could begin: the magic byte and the offset's first byte rule out nearly all
    /// without a checksum. -1 where there is none.
    /// </summary>
    private long FindMagic(long position)
    {
        while (position + RecordBatchHeader.Size <= Length)
        {
            Window(position, RecordBatchHeader.Size);
            ReadOnlySpan<byte> seen = _buffer.AsSpan((int)(position - _bufferPosition), Buffered(position));
            int found = seen[MagicPosition..].IndexOf((byte)2);
            if (found >= 0 && seen[found] == 0)
            {
                return position + found;
            }

            position += found >= 0 ? found + 1 : seen.Length - MagicPosition;
        }

        return -1;
    }

    private int Buffered(long position) => (int)(_bufferPosition + _bufferLength - position);

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
            _bufferLength = Fill(_buffer.AsSpan(0, wanted), position);
        }

        return _buffer.AsSpan((int)(position - _bufferPosition), size);
    }

    /// <summary>Reads what can be read; blocks that the disk does not give back are zeros, which no batch is.</summary>
    private int Fill(Span<byte> target, long position)
    {
        if (!TryFill(target, position))
        {
            int size;
            for (int at = 0; at < target.Length; at += size)
            {
                size = FileBlocks.Within(position + at, target.Length - at);
                TryFill(target.Slice(at, size), position + at);
            }
        }

        return target.Length;
    }

    private bool TryFill(Span<byte> target, long position)
    {
        try
        {
            int read = file.Read(target, position);
            target[read..].Clear();
            _hasRead |= read > 0;
            return true;
        }
        catch (IOException)
        {
            // Found out by whoever looks for a batch here.
            target.Clear();
            _hasFailed = true;
            return false;
        }
    }
}
