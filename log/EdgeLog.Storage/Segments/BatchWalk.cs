using System.Buffers;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Walks the batch headers of a segment's file from a position on, a window at a time, without reading the records.
/// </summary>
internal ref struct BatchWalk : IDisposable
{
    private const int WindowBytes = 16 * 1024;

    private readonly LogFile _file;
    private readonly long _end;
    private readonly byte[] _window;
    private long _windowPosition;
    private int _windowLength;

    /// <summary>Walks from <paramref name="position"/>, where a batch begins, to <paramref name="end"/>.</summary>
    public BatchWalk(LogFile file, long position, long end)
    {
        _file = file;
        _end = end;
        _window = ArrayPool<byte>.Shared.Rent(WindowBytes);
        Next = position;
    }

    /// <summary>The header read last.</summary>
    public RecordBatchHeader Header { get; private set; }

    /// <summary>Where the batch of <see cref="Header"/> begins.</summary>
    public long Position { get; private set; }

    /// <summary>Where the batch behind it begins.</summary>
    public long Next { get; private set; }

    /// <summary>Moves to the next batch; false at the end and where there is no plausible whole batch.</summary>
    public bool MoveNext()
    {
        if (_end - Next < RecordBatchHeader.Size)
        {
            return false;
        }

        if (Next < _windowPosition || Next + RecordBatchHeader.Size > _windowPosition + _windowLength)
        {
            _windowPosition = Next;
            _windowLength = ReadWindow(_file, _window.AsSpan(0, (int)Math.Min(_window.Length, _end - Next)), Next);
            if (_windowLength < RecordBatchHeader.Size)
            {
                return false;
            }
        }

        RecordBatchHeader header = RecordBatchHeader.Read(_window.AsSpan((int)(Next - _windowPosition)));
        if (!IsPlausible(header) || header.SizeBytes > _end - Next)
        {
            return false;
        }

        Header = header;
        Position = Next;
        Next += header.SizeBytes;
        return true;
    }

    /// <summary>Goes on at <paramref name="position"/>, where a batch begins.</summary>
    public void SkipTo(long position) => Next = position;

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_window);

    /// <summary>
    /// Reads a window of headers, or only the first one where the disk does not give back all of it; throws where not
    /// even that can be read.
    /// </summary>
    public static int ReadWindow(LogFile file, Span<byte> window, long position)
    {
        try
        {
            return file.Read(window, position);
        }
        catch (IOException) when (window.Length > RecordBatchHeader.Size)
        {
            return file.Read(window[..RecordBatchHeader.Size], position);
        }
    }

    /// <summary>Whether the header could be a batch's; the checksum is another matter.</summary>
    public static bool IsPlausible(in RecordBatchHeader header) =>
        header.Magic == 2
        && header.SizeBytes >= RecordBatchHeader.Size
        && header.BaseOffset.Value is >= 0 and < long.MaxValue - int.MaxValue
        && header.LastOffsetDelta >= 0
        && header.RecordCount >= 0
        && header.RecordCount - 1 <= header.LastOffsetDelta;
}
