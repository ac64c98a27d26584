namespace EdgeLog.Records;

/// <summary>A record batch (magic 2) as a view over its bytes: header fields without decoding a record.</summary>
public readonly ref struct RecordBatch
{
    /// <summary>Views <paramref name="bytes"/>, which start with a batch and may go on behind it.</summary>
    public RecordBatch(ReadOnlySpan<byte> bytes) => throw new NotImplementedException();

    /// <summary>The bytes of the whole batch, header included.</summary>
    public ReadOnlySpan<byte> Bytes => throw new NotImplementedException();

    /// <summary>The header.</summary>
    public RecordBatchHeader Header => throw new NotImplementedException();

    /// <summary>Whether the checksum matches the bytes.</summary>
    public bool HasValidChecksum() => throw new NotImplementedException();
}
