using System.Buffers;

namespace EdgeLog.Records;

/// <summary>
/// Loose records on their way into the log: what one socket read or one sensor poll brought, encoded once into one
/// pooled buffer. The writer packs the runs of a commit group into one batch per partition.
/// </summary>
/// <remarks>
/// Owned by one thread at a time: filled by its producer, handed over with the append, disposed by its producer when the
/// append has completed. Each record is written in the order Begin, key, value, headers, End.
/// </remarks>
public sealed class RecordRun : IDisposable
{
    /// <summary>Rents an empty run.</summary>
    public static RecordRun Rent() => throw new NotImplementedException();

    /// <summary>How many records the run holds.</summary>
    public int RecordCount => throw new NotImplementedException();

    /// <summary>How many bytes the run holds; close to what its records take in a batch before compression.</summary>
    public int SizeBytes => throw new NotImplementedException();

    /// <summary>Starts a record stamped <paramref name="timestampMs"/>, in milliseconds since 1970 UTC.</summary>
    public void BeginRecord(long timestampMs) => throw new NotImplementedException();

    /// <summary>Writes the record's key.</summary>
    public void WriteKey(ReadOnlySpan<byte> key) => throw new NotImplementedException();

    /// <summary>Says that the record has no key.</summary>
    public void WriteNullKey() => throw new NotImplementedException();

    /// <summary>Writes the record's value.</summary>
    public void WriteValue(ReadOnlySpan<byte> value) => throw new NotImplementedException();

    /// <summary>Writes the record's value, which may lie in several pieces.</summary>
    public void WriteValue(in ReadOnlySequence<byte> value) => throw new NotImplementedException();

    /// <summary>Says that the record has no value: a tombstone.</summary>
    public void WriteNullValue() => throw new NotImplementedException();

    /// <summary>Announces <paramref name="count"/> headers; 0 for none.</summary>
    public void BeginHeaders(int count) => throw new NotImplementedException();

    /// <summary>Writes one header; <paramref name="name"/> is UTF-8.</summary>
    public void WriteHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => throw new NotImplementedException();

    /// <summary>Writes one header without a value.</summary>
    public void WriteNullHeader(ReadOnlySpan<byte> name) => throw new NotImplementedException();

    /// <summary>Completes the record.</summary>
    public void EndRecord() => throw new NotImplementedException();

    /// <summary>Drops the record that was begun and not ended, as if it had never been begun.</summary>
    public void DiscardRecord() => throw new NotImplementedException();

    /// <summary>Empties the run for another use.</summary>
    public void Clear() => throw new NotImplementedException();

    /// <summary>Returns the run and its buffer to the pool.</summary>
    public void Dispose() => throw new NotImplementedException();
}
