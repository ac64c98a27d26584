namespace EdgeLog.Records;

/// <summary>How a batch's records are compressed: bits 0 to 2 of the batch's attributes.</summary>
public enum CompressionCodec
{
    /// <summary>Not compressed.</summary>
    None = 0,

    /// <summary>gzip (RFC 1952).</summary>
    Gzip = 1,

    /// <summary>Snappy: a raw block, or blocks in the framing of the Java library.</summary>
    Snappy = 2,

    /// <summary>LZ4 frame.</summary>
    Lz4 = 3,

    /// <summary>Zstandard frame.</summary>
    Zstd = 4,
}
