using System.Diagnostics;

namespace EdgeLog.Records.Compression;

/// <summary>Compresses and decompresses the payload of a batch.</summary>
internal static class RecordCompression
{
    /// <summary>
    /// Appends <paramref name="source"/>, compressed as Java's clients do, to <paramref name="destination"/>. Throws
    /// <see cref="CodecUnavailableException"/> where the codec's library is not installed.
    /// </summary>
    public static void Compress(CompressionCodec codec, ReadOnlySpan<byte> source, PooledBuffer destination)
    {
        switch (codec)
        {
            case CompressionCodec.None:
                destination.Write(source);
                break;
            case CompressionCodec.Gzip:
                GzipCodec.Compress(source, destination);
                break;
            case CompressionCodec.Snappy:
                SnappyCodec.Compress(source, destination);
                break;
            case CompressionCodec.Lz4:
                Lz4Codec.Compress(source, destination);
                break;
            case CompressionCodec.Zstd:
                ZstdCodec.Compress(source, destination);
                break;
            default:
                throw new UnreachableException($"Codec {codec} was not checked.");
        }
    }

    /// <summary>
    /// Appends what <paramref name="source"/> unfolds to; says so where it does not, or to more than
    /// <paramref name="maxBytes"/>. Memory grows with what was unfolded, never by what a frame claims. Throws
    /// <see cref="CodecUnavailableException"/> where the codec's library is not installed.
    /// </summary>
    public static RecordBatchError TryDecompress(
        CompressionCodec codec, ReadOnlySpan<byte> source, int maxBytes, PooledBuffer destination)
    {
        if (source.IsEmpty)
        {
            return RecordBatchError.Undecodable;
        }

        return codec switch
        {
            CompressionCodec.Gzip => GzipCodec.TryDecompress(source, maxBytes, destination),
            CompressionCodec.Snappy => SnappyCodec.TryDecompress(source, maxBytes, destination),
            CompressionCodec.Lz4 => Lz4Codec.TryDecompress(source, maxBytes, destination),
            CompressionCodec.Zstd => ZstdCodec.TryDecompress(source, maxBytes, destination),
            _ => RecordBatchError.UnknownCodec,
        };
    }

    /// <summary>Decompresses a batch's payload, or throws what the caller of a reader is to see.</summary>
    public static void Decompress(RecordBatch batch, PooledBuffer destination)
    {
        CompressionCodec codec = batch.Header.Codec;
        RecordBatchError error =
            TryDecompress(codec, batch.Payload, RecordLimits.MaxUncompressedBytes, destination);
        if (error != RecordBatchError.None)
        {
            throw new InvalidRecordException(
                $"The {codec} records of the batch at offset {batch.Header.BaseOffset} do not decompress: {error}.");
        }
    }
}
