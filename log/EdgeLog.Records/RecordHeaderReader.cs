namespace EdgeLog.Records;

/// <summary>Reads a record's headers in order. Never throws on a validated batch.</summary>
public ref struct RecordHeaderReader
{
    private readonly ReadOnlySpan<byte> _encoded;
    private int _position;
    private int _left;
    private RecordHeader _current;

    /// <summary>Reads <paramref name="count"/> headers from <paramref name="encoded"/>.</summary>
    public RecordHeaderReader(ReadOnlySpan<byte> encoded, int count)
    {
        _encoded = encoded;
        _left = count;
    }

    /// <summary>The header read last.</summary>
    public readonly RecordHeader Current => _current;

    /// <summary>Makes the reader usable with <c>foreach</c>.</summary>
    public readonly RecordHeaderReader GetEnumerator() => this;

    /// <summary>Moves to the next header; false when there is none.</summary>
    public bool MoveNext()
    {
        if (_left <= 0)
        {
            return false;
        }

        _left--;
        ReadOnlySpan<byte> name = ReadSized(out _);
        ReadOnlySpan<byte> value = ReadSized(out bool hasValue);
        _current = new RecordHeader { Name = name, Value = value, HasValue = hasValue };
        return true;
    }

    private ReadOnlySpan<byte> ReadSized(out bool isPresent)
    {
        if (!Varint.TryRead(_encoded, ref _position, out int size) || size > _encoded.Length - _position)
        {
            throw new InvalidRecordException("A record's headers end before the last one does.");
        }

        isPresent = size >= 0;
        ReadOnlySpan<byte> bytes = isPresent ? _encoded.Slice(_position, size) : default;
        _position += bytes.Length;
        return bytes;
    }
}
