namespace EdgeLog.Records;

/// <summary>
/// One record of a batch, as a view over the batch's uncompressed bytes. Valid while those bytes are.
/// </summary>
public readonly ref struct Record
{
    /// <summary>The record's offset in its partition.</summary>
    public Offset Offset { get; init; }

    /// <summary>
    /// The record's time, in milliseconds since 1970 UTC; the batch's append time for a log-append-time batch.
    /// </summary>
    public long TimestampMs { get; init; }

    /// <summary>Whether the record has a key; an empty key is a key.</summary>
    public bool HasKey { get; init; }

    /// <summary>The key; empty where there is none.</summary>
    public ReadOnlySpan<byte> Key { get; init; }

    /// <summary>Whether the record has a value; a record without is a tombstone.</summary>
    public bool HasValue { get; init; }

    /// <summary>The value; empty where there is none.</summary>
    public ReadOnlySpan<byte> Value { get; init; }

    /// <summary>How many headers the record has.</summary>
    public int HeaderCount { get; init; }

    /// <summary>The headers as encoded; <see cref="Headers"/> reads them.</summary>
    public ReadOnlySpan<byte> EncodedHeaders { get; init; }

    /// <summary>
    /// The record from the key's length to the last header, as encoded: what <see cref="RecordBatchBuilder"/> copies
    /// when the record moves to another batch.
    /// </summary>
    public ReadOnlySpan<byte> EncodedBody { get; init; }

    /// <summary>Reads the headers one after the other.</summary>
    public RecordHeaderReader Headers => new(EncodedHeaders, HeaderCount);
}
