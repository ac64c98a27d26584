namespace EdgeLog.Records;

/// <summary>
/// Decodes the records of a run of batches, decompressing where needed into a pooled buffer. Batches must be whole;
/// throws <see cref="InvalidRecordException"/> where one is not what it says.
/// </summary>
public ref struct RecordBatchReader
{
    /// <summary>Reads the batches in <paramref name="batches"/>, records before <paramref name="from"/> left out.</summary>
    public RecordBatchReader(ReadOnlySpan<byte> batches, Offset from) => throw new NotImplementedException();

    /// <summary>The record read last.</summary>
    public Record Current => throw new NotImplementedException();

    /// <summary>Makes the reader usable with <c>foreach</c>.</summary>
    public readonly RecordBatchReader GetEnumerator() => this;

    /// <summary>Moves to the next data record, over control batches; false at the end.</summary>
    public bool MoveNext() => throw new NotImplementedException();

    /// <summary>Returns the decompression buffer.</summary>
    public void Dispose() => throw new NotImplementedException();
}
