using EdgeLog.Records.Compression;

namespace EdgeLog.Records;

/// <summary>
/// Packs records into one batch in a pooled buffer, reused from batch to batch. Offsets inside the batch are 0, 1, 2, …
/// Owned by one thread at a time.
/// </summary>
public sealed class RecordBatchBuilder : IDisposable
{
    private readonly PooledBuffer _plain = new();
    private PooledBuffer? _compressed;
    private int _sizeLimitBytes = int.MaxValue;
    private long _baseTimestampMs;
    private long _maxTimestampMs;

    /// <summary>The offset of the batch's first record.</summary>
    public Offset BaseOffset { get; set; }

    /// <summary>The epoch in which the batch is appended.</summary>
    public LeaderEpoch LeaderEpoch { get; set; }

    /// <summary>Who the batch says it is from.</summary>
    public RecordProducer Producer { get; set; } = RecordProducer.None;

    /// <summary>Whether the batch is part of the producer's transaction.</summary>
    public bool IsTransactional { get; set; }

    /// <summary>The time the log stamps the batch with, in milliseconds; null where the records keep theirs.</summary>
    public long? LogAppendTimeMs { get; set; }

    /// <summary>Whether the clock that stamped the batch's records could be trusted.</summary>
    public TimeTrust TimeTrust { get; set; }

    /// <summary>How many records were added.</summary>
    public int RecordCount { get; private set; }

    /// <summary>The batch's size so far in bytes, header included, before compression.</summary>
    public int SizeBytes => _plain.Length;

    /// <summary>The latest time of a record added, in milliseconds; -1 where there is none.</summary>
    public long MaxTimestampMs => RecordCount == 0 ? -1 : _maxTimestampMs;

    /// <summary>
    /// Begins a batch of at most <paramref name="sizeLimitBytes"/> before compression, without producer and with the
    /// records' own times. What <see cref="Build"/> returned before is no longer valid.
    /// </summary>
    public void Reset(Offset baseOffset, LeaderEpoch leaderEpoch, int sizeLimitBytes)
    {
        BaseOffset = baseOffset;
        LeaderEpoch = leaderEpoch;
        Producer = RecordProducer.None;
        IsTransactional = false;
        LogAppendTimeMs = null;
        TimeTrust = TimeTrust.Trusted;
        RecordCount = 0;
        _sizeLimitBytes = sizeLimitBytes;
        _compressed?.Clear();
        _plain.Clear();
        _plain.GetSpan(RecordBatchHeader.Size);
        _plain.Advance(RecordBatchHeader.Size);
    }

    /// <summary>
    /// Adds a record; false, and nothing changes, where the batch would grow over its limit. The first record of a
    /// batch is always taken: the caller has refused what is too large for the topic.
    /// </summary>
    public bool TryAdd(scoped in RecordRunEntry entry) => TryAdd(entry.TimestampMs, entry.Body);

    /// <summary>
    /// Adds a record of another batch under its own time, as <see cref="TryAdd(in RecordRunEntry)"/> does.
    /// </summary>
    public bool TryAdd(scoped in Record record) => TryAdd(record.TimestampMs, record.EncodedBody);

    /// <summary>
    /// Completes the batch: compresses, writes the header, computes the checksum. The bytes are valid until the next
    /// <see cref="Reset"/>; base offset and leader epoch may be changed in them, see <see cref="RecordBatchRewriter"/>.
    /// </summary>
    public Memory<byte> Build(CompressionCodec codec)
    {
        PooledBuffer target = codec == CompressionCodec.None ? _plain : Compress(codec);
        Span<byte> batch = target.WrittenSpan;
        MakeHeader(codec, batch.Length).Write(batch);
        RecordBatchRewriter.WriteChecksum(batch);
        return target.WrittenMemory;
    }

    /// <summary>Returns the buffers to the pool.</summary>
    public void Dispose()
    {
        _plain.Dispose();
        _compressed?.Dispose();
    }

    private bool TryAdd(long timestampMs, ReadOnlySpan<byte> body)
    {
        if (_plain.Length == 0)
        {
            throw new InvalidOperationException("A batch is begun with Reset.");
        }

        long timestampDelta = RecordCount == 0 ? 0 : unchecked(timestampMs - _baseTimestampMs);
        int contentSize = checked(1 + Varint.SizeOf(timestampDelta) + Varint.SizeOf(RecordCount) + body.Length);
        int recordSize = checked(Varint.SizeOf(contentSize) + contentSize);
        if (RecordCount > 0 && recordSize > _sizeLimitBytes - _plain.Length)
        {
            return false;
        }

        Span<byte> record = _plain.GetSpan(recordSize);
        int position = Varint.Write(record, contentSize);
        record[position++] = 0;
        position += Varint.Write(record[position..], timestampDelta);
        position += Varint.Write(record[position..], RecordCount);
        body.CopyTo(record[position..]);
        _plain.Advance(recordSize);
        _baseTimestampMs = RecordCount == 0 ? timestampMs : _baseTimestampMs;
        _maxTimestampMs = RecordCount == 0 ? timestampMs : Math.Max(_maxTimestampMs, timestampMs);
        RecordCount++;
        return true;
    }

    private PooledBuffer Compress(CompressionCodec codec)
    {
        _compressed ??= new PooledBuffer();
        _compressed.Clear();
        _compressed.GetSpan(RecordBatchHeader.Size);
        _compressed.Advance(RecordBatchHeader.Size);
        RecordCompression.Compress(codec, _plain.WrittenSpan[RecordBatchHeader.Size..], _compressed);
        return _compressed;
    }

    private RecordBatchHeader MakeHeader(CompressionCodec codec, int sizeBytes)
    {
        int attributes = (int)codec
            | (LogAppendTimeMs is null ? 0 : RecordBatchLayout.LogAppendTimeBit)
            | (IsTransactional ? RecordBatchLayout.TransactionalBit : 0)
            | (TimeTrust == TimeTrust.Untrusted ? RecordBatchLayout.UntrustedTimeBit : 0);
        return new RecordBatchHeader
        {
            BaseOffset = BaseOffset,
            SizeBytes = sizeBytes,
            PartitionLeaderEpoch = LeaderEpoch,
            Magic = RecordBatchLayout.MagicTwo,
            Attributes = (short)attributes,
            LastOffsetDelta = RecordCount - 1,
            BaseTimestampMs = RecordCount == 0 ? -1 : _baseTimestampMs,
            MaxTimestampMs = LogAppendTimeMs ?? MaxTimestampMs,
            ProducerId = Producer.Id,
            ProducerEpoch = Producer.Epoch,
            BaseSequence = Producer.BaseSequence,
            RecordCount = RecordCount,
        };
    }
}
