using EdgeLog.Records.Compression;

namespace EdgeLog.Records;

/// <summary>
/// Decodes the records of a run of batches, decompressing where needed into a pooled buffer. Batches must be whole;
/// throws <see cref="InvalidRecordException"/> where one is not what it says.
/// </summary>
public ref struct RecordBatchReader
{
    private readonly Offset _from;
    private RecordBatchEnumerator _batches;
    private RecordBatchHeader _header;
    private RecordCursor _cursor;
    private PooledBuffer? _uncompressed;
    private int _recordsLeft;
    private int _lastOffsetDelta;

    /// <summary>
    /// Reads the batches in <paramref name="batches"/>, records before <paramref name="from"/> left out.
    /// </summary>
    public RecordBatchReader(ReadOnlySpan<byte> batches, Offset from)
    {
        _batches = new RecordBatchEnumerator(batches);
        _from = from;
    }

    /// <summary>The header of the batch <see cref="Current"/> comes from.</summary>
    public readonly RecordBatchHeader CurrentBatch => _header;

    /// <summary>The record read last.</summary>
    public readonly Record Current => new()
    {
        Offset = _header.BaseOffset + _cursor.OffsetDelta,
        TimestampMs = _header.TimestampType == TimestampType.LogAppendTime
            ? _header.MaxTimestampMs
            : unchecked(_header.BaseTimestampMs + _cursor.TimestampDelta),
        HasKey = _cursor.HasKey,
        Key = _cursor.Key,
        HasValue = _cursor.HasValue,
        Value = _cursor.Value,
        HeaderCount = _cursor.HeaderCount,
        EncodedHeaders = _cursor.Headers,
        EncodedBody = _cursor.Body,
    };

    /// <summary>Makes the reader usable with <c>foreach</c>.</summary>
    public readonly RecordBatchReader GetEnumerator() => this;

    /// <summary>Moves to the next data record, over control batches; false at the end.</summary>
    public bool MoveNext()
    {
        while (true)
        {
            while (_recordsLeft > 0)
            {
                ReadRecord();
                if (_header.BaseOffset + _cursor.OffsetDelta >= _from)
                {
                    return true;
                }
            }

            if (!MoveToNextBatch())
            {
                return false;
            }
        }
    }

    /// <summary>Returns the decompression buffer.</summary>
    public void Dispose()
    {
        _uncompressed?.Dispose();
        _uncompressed = null;
    }

    private void ReadRecord()
    {
        int previous = _lastOffsetDelta;
        _recordsLeft--;
        bool isSound = _cursor.MoveNext()
            && _cursor.OffsetDelta > previous
            && _cursor.OffsetDelta <= _header.LastOffsetDelta
            && (_recordsLeft > 0 || _cursor.IsAtEnd);
        _lastOffsetDelta = _cursor.OffsetDelta;
        if (!isSound)
        {
            throw new InvalidRecordException(
                $"Record {_header.RecordCount - _recordsLeft} of {_header.RecordCount} in the batch at offset "
                + $"{_header.BaseOffset} is malformed.");
        }
    }

    private bool MoveToNextBatch()
    {
        while (_batches.MoveNext())
        {
            RecordBatch batch = _batches.Current;
            if (!batch.Header.IsControl && batch.Header.LastOffset >= _from)
            {
                Open(batch);
                return true;
            }
        }

        if (_batches.Error != RecordBatchError.None)
        {
            throw new InvalidRecordException(
                $"The record batch {_batches.Position} bytes on is not whole or not sound: {_batches.Error}.");
        }

        return false;
    }

    private void Open(RecordBatch batch)
    {
        _header = batch.Header;
        _recordsLeft = _header.RecordCount;
        _lastOffsetDelta = -1;
        ReadOnlySpan<byte> records = batch.Payload;
        if (_header.Codec != CompressionCodec.None && _recordsLeft > 0)
        {
            _uncompressed ??= new PooledBuffer();
            _uncompressed.Clear();
            RecordCompression.Decompress(batch, _uncompressed);
            records = _uncompressed.WrittenSpan;
        }

        _cursor = new RecordCursor(records);
    }
}
