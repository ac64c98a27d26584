using System.Buffers.Binary;

namespace EdgeLog.Records;

/// <summary>
/// Reads the records of a <see cref="RecordRun"/> in the order they were written. Valid until the run changes.
/// </summary>
public ref struct RecordRunReader
{
    private readonly ReadOnlySpan<byte> _entries;
    private int _position;
    private RecordRunEntry _current;

    internal RecordRunReader(ReadOnlySpan<byte> entries) => _entries = entries;

    /// <summary>The record read last.</summary>
    public readonly RecordRunEntry Current => _current;

    /// <summary>Makes the reader usable with <c>foreach</c>.</summary>
    public readonly RecordRunReader GetEnumerator() => this;

    /// <summary>Moves to the next record; false at the end.</summary>
    public bool MoveNext()
    {
        if (_position == _entries.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> entry = _entries[_position..];
        int sizeAndTrust = BinaryPrimitives.ReadInt32LittleEndian(entry[sizeof(long)..]);
        int bodySizeBytes = sizeAndTrust & RecordRun.BodySizeBits;
        _current = new RecordRunEntry
        {
            TimestampMs = BinaryPrimitives.ReadInt64LittleEndian(entry),
            TimeTrust = sizeAndTrust < 0 ? TimeTrust.Untrusted : TimeTrust.Trusted,
            Body = entry.Slice(RecordRun.EntryPrefixSize, bodySizeBytes),
        };
        _position += RecordRun.EntryPrefixSize + bodySizeBytes;
        return true;
    }
}
