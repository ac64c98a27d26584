namespace EdgeLog.Records;

/// <summary>Reads a record's headers in order. Never throws on a validated batch.</summary>
public ref struct RecordHeaderReader
{
    /// <summary>Reads <paramref name="count"/> headers from <paramref name="encoded"/>.</summary>
    public RecordHeaderReader(ReadOnlySpan<byte> encoded, int count) => throw new NotImplementedException();

    /// <summary>The header read last.</summary>
    public RecordHeader Current => throw new NotImplementedException();

    /// <summary>Makes the reader usable with <c>foreach</c>.</summary>
    public readonly RecordHeaderReader GetEnumerator() => this;

    /// <summary>Moves to the next header; false when there is none.</summary>
    public bool MoveNext() => throw new NotImplementedException();
}
