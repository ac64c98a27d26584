namespace EdgeLog.Records.Compression;

/// <summary>Compresses and decompresses the payload of a batch.</summary>
internal static class RecordCompression
{
    /// <summary>Appends <paramref name="source"/>, compressed, to <paramref name="destination"/>.</summary>
    public static void Compress(CompressionCodec codec, ReadOnlySpan<byte> source, PooledBuffer destination) =>
        throw new NotImplementedException();

    /// <summary>
    /// Appends what <paramref name="source"/> unfolds to; throws <see cref="InvalidRecordException"/> where it does not, or
    /// to more than <paramref name="maxBytes"/>.
    /// </summary>
    public static void Decompress(
        CompressionCodec codec, ReadOnlySpan<byte> source, int maxBytes, PooledBuffer destination) =>
        throw new NotImplementedException();
}
