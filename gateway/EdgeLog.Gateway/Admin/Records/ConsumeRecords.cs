using System.IO.Pipelines;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Admin.Records;

/// <summary>
/// Writes a topic's records as frames: all partitions in turns, from where the request says, following the log until
/// the count is reached, the end where it is to stop, or the caller leaves. One loop per request.
/// </summary>
internal sealed class ConsumeRecords : IHighWatermarkListener, IDisposable
{
    private const int ReadBytes = 256 * 1024;

    private readonly List<Cursor> _cursors;
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly bool _follows;
    private long _left;
    private byte[] _buffer = new byte[ReadBytes];

    public ConsumeRecords(IEnumerable<Partition> partitions, StartOffset start, long maxRecords)
    {
        _cursors = [.. partitions.Select(p => new Cursor(p, start.In(p), start.StopsAtEnd ? p.HighWatermark : null))];
        _follows = !start.StopsAtEnd;
        _left = maxRecords;
    }

    /// <summary>Runs until it is done; cancelled when the caller leaves.</summary>
    public async Task RunAsync(PipeWriter output, CancellationToken cancellation)
    {
        foreach (var cursor in _cursors)
        {
            cursor.Partition.AddListener(this);
        }

        await output.FlushAsync(cancellation);
        while (_left > 0)
        {
            var moved = false;
            foreach (var cursor in _cursors)
            {
                moved |= ReadOnce(cursor, output);
                await output.FlushAsync(cancellation);
            }

            if (!moved && !_follows)
            {
                return;
            }

            if (!moved)
            {
                await _signal.WaitAsync(cancellation);
            }
        }
    }

    /// <inheritdoc/>
    public void OnHighWatermarkMoved(Partition partition)
    {
        try
        {
            _signal.Release();
        }
        catch (Exception exception) when (exception is SemaphoreFullException or ObjectDisposedException)
        {
            // The loop is awake already, or over.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var cursor in _cursors)
        {
            cursor.Partition.RemoveListener(this);
        }

        _signal.Dispose();
    }

    private bool ReadOnce(Cursor cursor, PipeWriter output)
    {
        if (_left == 0 || cursor.Next >= (cursor.End ?? cursor.Partition.HighWatermark).Value)
        {
            return false;
        }

        var read = cursor.Partition.Read(new Offset(cursor.Next), _buffer);
        if (read.NextBatchBytes > _buffer.Length)
        {
            _buffer = new byte[read.NextBatchBytes];
            read = cursor.Partition.Read(new Offset(cursor.Next), _buffer);
        }

        switch (read.Error)
        {
            case ReadError.None:
                break;
            case ReadError.OffsetOutOfRange when cursor.Next < cursor.Partition.LogStartOffset.Value:
                // Retention took what was to come next; go on with what is there.
                cursor.Next = cursor.Partition.LogStartOffset.Value;
                return true;
            default:
                throw new AdminException(500, $"{cursor.Partition.Id} at offset {cursor.Next}: {read.Error}");
        }

        Write(cursor, _buffer.AsSpan(0, read.BytesRead), output);
        var moved = read.NextOffset.Value > cursor.Next;
        cursor.Next = Math.Max(cursor.Next, read.NextOffset.Value);
        return moved;
    }

    private void Write(Cursor cursor, ReadOnlySpan<byte> batches, PipeWriter output)
    {
        using var records = new RecordBatchReader(batches, new Offset(cursor.Next));
        foreach (var record in records)
        {
            if (_left == 0 || record.Offset.Value >= (cursor.End?.Value ?? long.MaxValue))
            {
                return;
            }

            RecordFrame.Of(record, cursor.Partition.Id.Partition).Write(output);
            _left--;
        }
    }

    private sealed class Cursor(Partition partition, Offset start, Offset? end)
    {
        public Partition Partition { get; } = partition;

        public Offset? End { get; } = end;

        public long Next { get; set; } = start.Value;
    }
}
