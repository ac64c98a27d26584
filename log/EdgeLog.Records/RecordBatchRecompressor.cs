using EdgeLog.Records.Compression;

namespace EdgeLog.Records;

/// <summary>
/// Brings a batch to another codec, all else as it was: for a topic whose <c>compression.type</c> names one. Reuses its
/// buffers. Owned by one thread at a time.
/// </summary>
public sealed class RecordBatchRecompressor : IDisposable
{
    private readonly PooledBuffer _plain = new();
    private readonly PooledBuffer _result = new();

    /// <summary>
    /// The batch under <paramref name="codec"/>, with a fresh checksum; valid until the next call. Throws
    /// <see cref="InvalidRecordException"/> where the records do not decompress and
    /// <see cref="CodecUnavailableException"/> where either codec's library is missing.
    /// </summary>
    public Memory<byte> Recompress(RecordBatch batch, CompressionCodec codec)
    {
        ReadOnlySpan<byte> records = batch.Payload;
        if (batch.Header.Codec != CompressionCodec.None)
        {
            _plain.Clear();
            RecordCompression.Decompress(batch, _plain);
            records = _plain.WrittenSpan;
        }

        _result.Clear();
        _result.Write(batch.Bytes[..RecordBatchHeader.Size]);
        RecordCompression.Compress(codec, records, _result);
        RecordBatchHeader header = batch.Header with
        {
            SizeBytes = _result.Length,
            Attributes = (short)((batch.Header.Attributes & ~RecordBatchLayout.CodecBits) | (int)codec),
        };
        header.Write(_result.WrittenSpan);
        RecordBatchRewriter.WriteChecksum(_result.WrittenSpan);
        return _result.WrittenMemory;
    }

    /// <summary>Returns the buffers to the pool.</summary>
    public void Dispose()
    {
        _plain.Dispose();
        _result.Dispose();
    }
}
