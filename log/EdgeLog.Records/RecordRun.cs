using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;

namespace EdgeLog.Records;

/// <summary>
/// Loose records on their way into the log: what one socket read or one sensor poll brought, encoded once into one
/// pooled buffer. The writer packs the runs of a commit group into one batch per partition.
/// </summary>
/// <remarks>
/// Owned by one thread at a time: filled by its producer, handed over with the append, disposed by its producer when
/// the append has completed. Each record is written in the order Begin, key, value, headers, End.
/// </remarks>
public sealed class RecordRun : IDisposable
{
    /// <summary>
    /// Before each body in the buffer: time (8 bytes) and body size (4 bytes), little-endian. The size's highest bit
    /// says that the time is not trusted.
    /// </summary>
    internal const int EntryPrefixSize = 12;

    /// <summary>The bits of the size that are the size.</summary>
    internal const int BodySizeBits = int.MaxValue;

    private const int NoRecord = -1;
    private const int InitialSizeBytes = 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialSizeBytes);
    private int _position;
    private int _recordStart = NoRecord;
    private int _lastStart = NoRecord;
    private RecordPart _next;
    private TimeTrust _trust;
    private int _headersLeft;
    private bool _isPooled;

    internal RecordRun()
    {
    }

    /// <summary>How many records the run holds.</summary>
    public int RecordCount { get; private set; }

    /// <summary>How many bytes the run holds; close to what its records take in a batch before compression.</summary>
    public int SizeBytes => _position;

    /// <summary>Whether the run holds no record.</summary>
    public bool IsEmpty => RecordCount == 0;

    /// <summary>The size of the run's buffer, for the pool to decide whether it is worth keeping.</summary>
    internal int CapacityBytes => _buffer.Length;

    /// <summary>Rents an empty run.</summary>
    public static RecordRun Rent() => RecordRunPool.Rent();

    /// <summary>Reads the complete records, in order.</summary>
    public RecordRunReader Read() => new(_buffer.AsSpan(0, _recordStart == NoRecord ? _position : _recordStart));

    /// <summary>The record completed last. Valid until the run changes.</summary>
    public RecordRunEntry Last
    {
        get
        {
            Debug.Assert(_lastStart != NoRecord, "There is no last record.");
            RecordRunReader reader = new(_buffer.AsSpan(_lastStart.._position));
            reader.MoveNext();
            return reader.Current;
        }
    }

    /// <summary>Starts a record stamped <paramref name="timestampMs"/>, in milliseconds since 1970 UTC.</summary>
    public void BeginRecord(long timestampMs) => BeginRecord(new RecordStamp(timestampMs, TimeTrust.Trusted));

    /// <summary>Starts a record under the time that the gateway gives it.</summary>
    public void BeginRecord(RecordStamp stamp)
    {
        Debug.Assert(_recordStart == NoRecord, "The record before was not ended.");
        _recordStart = _position;
        _next = RecordPart.Key;
        _trust = stamp.Trust;
        BinaryPrimitives.WriteInt64LittleEndian(Take(EntryPrefixSize), stamp.TimestampMs);
    }

    /// <summary>Writes the record's key.</summary>
    public void WriteKey(ReadOnlySpan<byte> key)
    {
        Expect(RecordPart.Key, RecordPart.Value);
        WriteSized(key);
    }

    /// <summary>Says that the record has no key.</summary>
    public void WriteNullKey()
    {
        Expect(RecordPart.Key, RecordPart.Value);
        WriteVarint(-1);
    }

    /// <summary>Writes the record's value.</summary>
    public void WriteValue(ReadOnlySpan<byte> value)
    {
        Expect(RecordPart.Value, RecordPart.HeaderCount);
        WriteSized(value);
    }

    /// <summary>Writes the record's value, which may lie in several pieces.</summary>
    public void WriteValue(in ReadOnlySequence<byte> value)
    {
        Expect(RecordPart.Value, RecordPart.HeaderCount);
        int sizeBytes = checked((int)value.Length);
        WriteVarint(sizeBytes);
        value.CopyTo(Take(sizeBytes));
    }

    /// <summary>Says that the record has no value: a tombstone.</summary>
    public void WriteNullValue()
    {
        Expect(RecordPart.Value, RecordPart.HeaderCount);
        WriteVarint(-1);
    }

    /// <summary>Announces <paramref name="count"/> headers; 0 for none.</summary>
    public void BeginHeaders(int count)
    {
        Expect(RecordPart.HeaderCount, RecordPart.Header);
        Debug.Assert(count >= 0, "A record has no negative number of headers.");
        WriteVarint(count);
        _headersLeft = count;
    }

    /// <summary>Writes one header; <paramref name="name"/> is UTF-8.</summary>
    public void WriteHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Expect(RecordPart.Header, RecordPart.Header);
        _headersLeft--;
        WriteSized(name);
        WriteSized(value);
    }

    /// <summary>Writes one header without a value.</summary>
    public void WriteNullHeader(ReadOnlySpan<byte> name)
    {
        Expect(RecordPart.Header, RecordPart.Header);
        _headersLeft--;
        WriteSized(name);
        WriteVarint(-1);
    }

    /// <summary>Completes the record.</summary>
    public void EndRecord()
    {
        Expect(RecordPart.Header, RecordPart.None);
        Debug.Assert(_headersLeft == 0, "More or fewer headers were written than announced.");
        int bodySizeBytes = _position - _recordStart - EntryPrefixSize;
        int sizeAndTrust = _trust == TimeTrust.Untrusted ? bodySizeBytes | ~BodySizeBits : bodySizeBytes;
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_recordStart + sizeof(long)), sizeAndTrust);
        _lastStart = _recordStart;
        _recordStart = NoRecord;
        RecordCount++;
    }

    /// <summary>Adds a record read from a batch or another run, body as it is, under a time of its own.</summary>
    public void AddEncoded(long timestampMs, ReadOnlySpan<byte> body)
    {
        Debug.Assert(_recordStart == NoRecord, "The record before was not ended.");
        _lastStart = _position;
        Span<byte> entry = Take(EntryPrefixSize + body.Length);
        BinaryPrimitives.WriteInt64LittleEndian(entry, timestampMs);
        BinaryPrimitives.WriteInt32LittleEndian(entry[sizeof(long)..], body.Length);
        body.CopyTo(entry[EntryPrefixSize..]);
        RecordCount++;
    }

    /// <summary>Drops the record that was begun and not ended, as if it had never been begun.</summary>
    public void DiscardRecord()
    {
        if (_recordStart != NoRecord)
        {
            _position = _recordStart;
            _recordStart = NoRecord;
        }
    }

    /// <summary>Takes the record completed last out again; once, until another is completed.</summary>
    public void RemoveLast()
    {
        Debug.Assert(_lastStart != NoRecord && _recordStart == NoRecord, "There is no last record to remove.");
        _position = _lastStart;
        _lastStart = NoRecord;
        RecordCount--;
    }

    /// <summary>Empties the run for another use.</summary>
    public void Clear()
    {
        _position = 0;
        _recordStart = NoRecord;
        _lastStart = NoRecord;
        RecordCount = 0;
    }

    /// <summary>Returns the run and its buffer to the pool.</summary>
    public void Dispose()
    {
        if (!_isPooled)
        {
            Clear();
            _isPooled = true;
            RecordRunPool.Return(this);
        }
    }

    /// <summary>Takes the run out of the pool.</summary>
    internal void Revive() => _isPooled = false;

    /// <summary>Gives a buffer that grew too large to keep back, for a small one.</summary>
    internal void ShrinkBuffer()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(InitialSizeBytes);
    }

    /// <summary>Gives the buffer back for good: the run is not to be used again.</summary>
    internal void ReleaseBuffer()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void WriteSized(ReadOnlySpan<byte> bytes)
    {
        WriteVarint(bytes.Length);
        bytes.CopyTo(Take(bytes.Length));
    }

    private void WriteVarint(int value)
    {
        Ensure(Varint.MaxSize32);
        _position += Varint.Write(_buffer.AsSpan(_position), value);
    }

    private Span<byte> Take(int sizeBytes)
    {
        Ensure(sizeBytes);
        Span<byte> taken = _buffer.AsSpan(_position, sizeBytes);
        _position += sizeBytes;
        return taken;
    }

    private void Ensure(int sizeBytes)
    {
        if (_buffer.Length - _position < sizeBytes)
        {
            Grow(sizeBytes);
        }
    }

    private void Grow(int sizeBytes)
    {
        int needed = checked(_position + sizeBytes);
        int doubled = (int)Math.Min(2L * _buffer.Length, Array.MaxLength);
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, doubled));
        _buffer.AsSpan(0, _position).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private void Expect(RecordPart part, RecordPart next)
    {
        Debug.Assert(_recordStart != NoRecord && _next == part, "A record is written as key, value, headers, end.");
        _next = next;
    }

    /// <summary>What a record under way is waiting for.</summary>
    private enum RecordPart
    {
        None,
        Key,
        Value,
        HeaderCount,
        Header,
    }
}
