namespace EdgeLog.Records;

/// <summary>
/// One record of a <see cref="RecordRun"/>: its time, and its body in the form it has inside a batch.
/// </summary>
public readonly ref struct RecordRunEntry
{
    /// <summary>The record's time, in milliseconds since 1970 UTC.</summary>
    public long TimestampMs { get; init; }

    /// <summary>Whether the clock that gave the time could be trusted.</summary>
    public TimeTrust TimeTrust { get; init; }

    /// <summary>Key, value and headers as encoded in a batch: from the key's length to the last header.</summary>
    public ReadOnlySpan<byte> Body { get; init; }

    /// <summary>Whether the record has a key; an empty key is a key.</summary>
    public bool HasKey
    {
        get
        {
            int position = 0;
            _ = Varint.TryRead(Body, ref position, out int size);
            return size >= 0;
        }
    }

    /// <summary>The key; empty where there is none.</summary>
    public ReadOnlySpan<byte> Key
    {
        get
        {
            int position = 0;
            _ = Varint.TryRead(Body, ref position, out int size);
            return size < 0 ? default : Body.Slice(position, size);
        }
    }
}
