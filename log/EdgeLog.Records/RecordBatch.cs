namespace EdgeLog.Records;

/// <summary>A record batch (magic 2) as a view over its bytes: header fields without decoding a record.</summary>
public readonly ref struct RecordBatch
{
    /// <summary>
    /// Views <paramref name="bytes"/>, which start with a batch and may go on behind it. Throws
    /// <see cref="InvalidRecordException"/> where the bytes end before the batch does.
    /// </summary>
    public RecordBatch(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < RecordBatchHeader.Size)
        {
            throw new InvalidRecordException($"{bytes.Length} bytes are too few for a record batch's header.");
        }

        Header = RecordBatchHeader.Read(bytes);
        if (Header.SizeBytes < RecordBatchHeader.Size || Header.SizeBytes > bytes.Length)
        {
            throw new InvalidRecordException(
                $"The record batch at offset {Header.BaseOffset} says it has {Header.SizeBytes} bytes; "
                + $"{bytes.Length} are there.");
        }

        Bytes = bytes[..Header.SizeBytes];
    }

    internal RecordBatch(ReadOnlySpan<byte> bytes, scoped in RecordBatchHeader header)
    {
        Bytes = bytes;
        Header = header;
    }

    /// <summary>The bytes of the whole batch, header included.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The header.</summary>
    public RecordBatchHeader Header { get; }

    /// <summary>The bytes behind the header: the records, compressed or not.</summary>
    public ReadOnlySpan<byte> Payload => Bytes[RecordBatchHeader.Size..];

    /// <summary>Whether the checksum matches the bytes.</summary>
    public bool HasValidChecksum() => Crc32C.Compute(Bytes[RecordBatchLayout.Attributes..]) == Header.Crc;
}
