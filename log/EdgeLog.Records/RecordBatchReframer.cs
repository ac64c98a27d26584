using EdgeLog.Records.Compression;

namespace EdgeLog.Records;

/// <summary>
/// Takes records out of a batch, as compaction does: what stays keeps its offset and time, and the batch its first and
/// last offset, its producer and its codec. Reuses its buffers. Owned by one thread at a time.
/// </summary>
public sealed class RecordBatchReframer : IDisposable
{
    private readonly PooledBuffer _plain = new();
    private readonly PooledBuffer _kept = new();
    private readonly PooledBuffer _rebased = new();
    private readonly PooledBuffer _compressed = new();
    private RecordBatchHeader _header;
    private int _keptCount;
    private long _maxTimestampMs;

    /// <summary>
    /// Asks <paramref name="keeps"/> for each record of <paramref name="batch"/>, a marker's own included. Throws
    /// <see cref="InvalidRecordException"/> where the batch is not what it says and
    /// <see cref="CodecUnavailableException"/> where its codec's library is missing.
    /// </summary>
    public RecordSelection Select(RecordBatch batch, RecordChoice keeps)
    {
        _header = batch.Header;
        _keptCount = 0;
        _maxTimestampMs = -1;
        Begin(_kept);
        var cursor = new RecordCursor(Unfold(batch));
        int previousDelta = -1;
        bool hasTombstone = false;
        for (int index = 0; index < _header.RecordCount; index++)
        {
            bool isSound = cursor.MoveNext()
                && cursor.OffsetDelta > previousDelta
                && cursor.OffsetDelta <= _header.LastOffsetDelta;
            if (!isSound)
            {
                throw Malformed(index);
            }

            previousDelta = cursor.OffsetDelta;
            if (keeps(RecordAt(cursor)))
            {
                hasTombstone |= !cursor.HasValue;
                Keep(cursor, cursor.TimestampDelta, _kept);
                _maxTimestampMs = Math.Max(
                    _maxTimestampMs, unchecked(_header.BaseTimestampMs + cursor.TimestampDelta));
                _keptCount++;
            }
        }

        return cursor.IsAtEnd
            ? new RecordSelection(_header.RecordCount, _keptCount, hasTombstone)
            : throw Malformed(_header.RecordCount);
    }

    /// <summary>
    /// The batch with what <see cref="Select"/> kept, a fresh checksum and, where one is given, the time from which on
    /// its tombstones may go. Valid until the next call.
    /// </summary>
    public ReadOnlyMemory<byte> Build(long? deleteHorizonMs)
    {
        PooledBuffer records = deleteHorizonMs is { } horizon ? Rebase(horizon) : _kept;
        short added = deleteHorizonMs is null ? (short)0 : RecordBatchLayout.DeleteHorizonBit;
        return Complete(records, _header with
        {
            Attributes = (short)((ushort)_header.Attributes | (ushort)added),
            BaseTimestampMs = deleteHorizonMs ?? _header.BaseTimestampMs,
            MaxTimestampMs = _header.TimestampType == TimestampType.LogAppendTime
                ? _header.MaxTimestampMs
                : _maxTimestampMs,
            RecordCount = _keptCount,
        });
    }

    /// <summary>
    /// A batch with no record left: its header alone, which still says where its producer is. Valid until the next
    /// call.
    /// </summary>
    public ReadOnlyMemory<byte> BuildEmpty(in RecordBatchHeader header)
    {
        Begin(_rebased);
        const int Gone = RecordBatchLayout.CodecBits | RecordBatchLayout.DeleteHorizonBit;
        return Complete(_rebased, header with
        {
            Attributes = (short)(header.Attributes & ~Gone),
            BaseTimestampMs = -1,
            RecordCount = 0,
        });
    }

    /// <summary>Returns the buffers to the pool.</summary>
    public void Dispose()
    {
        _plain.Dispose();
        _kept.Dispose();
        _rebased.Dispose();
        _compressed.Dispose();
    }

    private ReadOnlySpan<byte> Unfold(RecordBatch batch)
    {
        if (_header.Codec == CompressionCodec.None || _header.RecordCount == 0)
        {
            return batch.Payload;
        }

        _plain.Clear();
        RecordCompression.Decompress(batch, _plain);
        return _plain.WrittenSpan;
    }

    private Record RecordAt(RecordCursor cursor) => new()
    {
        Offset = _header.BaseOffset + cursor.OffsetDelta,
        TimestampMs = _header.TimestampType == TimestampType.LogAppendTime
            ? _header.MaxTimestampMs
            : unchecked(_header.BaseTimestampMs + cursor.TimestampDelta),
        HasKey = cursor.HasKey,
        Key = cursor.Key,
        HasValue = cursor.HasValue,
        Value = cursor.Value,
        HeaderCount = cursor.HeaderCount,
        EncodedHeaders = cursor.Headers,
        EncodedBody = cursor.Body,
    };

    /// <summary>What was kept, its times counted from <paramref name="baseTimestampMs"/>.</summary>
    private PooledBuffer Rebase(long baseTimestampMs)
    {
        Begin(_rebased);
        var cursor = new RecordCursor(_kept.WrittenSpan[RecordBatchHeader.Size..]);
        long shift = unchecked(_header.BaseTimestampMs - baseTimestampMs);
        while (cursor.MoveNext())
        {
            Keep(cursor, unchecked(cursor.TimestampDelta + shift), _rebased);
        }

        return _rebased;
    }

    private ReadOnlyMemory<byte> Complete(PooledBuffer records, in RecordBatchHeader header)
    {
        PooledBuffer target = records;
        if (header.Codec != CompressionCodec.None)
        {
            Begin(_compressed);
            RecordCompression.Compress(header.Codec, records.WrittenSpan[RecordBatchHeader.Size..], _compressed);
            target = _compressed;
        }

        (header with { SizeBytes = target.Length }).Write(target.WrittenSpan);
        RecordBatchRewriter.WriteChecksum(target.WrittenSpan);
        return target.WrittenMemory;
    }

    private InvalidRecordException Malformed(int index) => new(
        $"Record {index + 1} of {_header.RecordCount} in the batch at offset {_header.BaseOffset} is malformed.");

    private static void Keep(scoped in RecordCursor cursor, long timestampDelta, PooledBuffer target)
    {
        int contentSize = 1
            + Varint.SizeOf(timestampDelta)
            + Varint.SizeOf(cursor.OffsetDelta)
            + cursor.Body.Length;
        int recordSize = Varint.SizeOf(contentSize) + contentSize;
        Span<byte> record = target.GetSpan(recordSize);
        int position = Varint.Write(record, contentSize);
        record[position++] = 0;
        position += Varint.Write(record[position..], timestampDelta);
        position += Varint.Write(record[position..], cursor.OffsetDelta);
        cursor.Body.CopyTo(record[position..]);
        target.Advance(recordSize);
    }

    private static void Begin(PooledBuffer buffer)
    {
        buffer.Clear();
        buffer.GetSpan(RecordBatchHeader.Size);
        buffer.Advance(RecordBatchHeader.Size);
    }
}
