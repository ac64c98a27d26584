namespace EdgeLog.Records;

/// <summary>
/// Walks uncompressed records back to back, checking every length against the bytes that are there. Allocates nothing;
/// the one place that knows how a record is laid out.
/// </summary>
internal ref struct RecordCursor
{
    private const int Null = -1;

    private readonly ReadOnlySpan<byte> _records;
    private ReadOnlySpan<byte> _record;
    private int _position;
    private int _bodyStart;
    private int _keyStart;
    private int _keySize;
    private int _valueStart;
    private int _valueSize;
    private int _headersStart;

    public RecordCursor(ReadOnlySpan<byte> records) => _records = records;

    /// <summary>Whether the last record was followed by nothing; false also where one was malformed.</summary>
    public readonly bool IsAtEnd => _position == _records.Length;

    public long TimestampDelta { get; private set; }

    public int OffsetDelta { get; private set; }

    public int HeaderCount { get; private set; }

    public readonly bool HasKey => _keySize != Null;

    public readonly bool HasValue => _valueSize != Null;

    public readonly ReadOnlySpan<byte> Key => HasKey ? _record.Slice(_keyStart, _keySize) : default;

    public readonly ReadOnlySpan<byte> Value => HasValue ? _record.Slice(_valueStart, _valueSize) : default;

    public readonly ReadOnlySpan<byte> Headers => _record[_headersStart..];

    /// <summary>From the key's length to the last header.</summary>
    public readonly ReadOnlySpan<byte> Body => _record[_bodyStart..];

    /// <summary>Moves to the next record; false at the end and before a malformed record.</summary>
    public bool MoveNext()
    {
        int position = _position;
        if (!Varint.TryRead(_records, ref position, out int size) || (uint)size > (uint)(_records.Length - position))
        {
            return false;
        }

        _record = _records.Slice(position, size);
        if (!TryParse())
        {
            return false;
        }

        _position = position + size;
        return true;
    }

    private bool TryParse()
    {
        // The first byte holds attributes, of which the format uses none.
        int position = 1;
        if (!Varint.TryRead(_record, ref position, out long timestampDelta)
            || !Varint.TryRead(_record, ref position, out int offsetDelta))
        {
            return false;
        }

        TimestampDelta = timestampDelta;
        OffsetDelta = offsetDelta;
        _bodyStart = position;
        if (!TryReadSized(ref position, out _keyStart, out _keySize)
            || !TryReadSized(ref position, out _valueStart, out _valueSize)
            || !Varint.TryRead(_record, ref position, out int headerCount)
            || headerCount < 0)
        {
            return false;
        }

        _headersStart = position;
        HeaderCount = headerCount;
        for (int i = 0; i < headerCount; i++)
        {
            if (!TryReadSized(ref position, out _, out int nameSize)
                || nameSize == Null
                || !TryReadSized(ref position, out _, out _))
            {
                return false;
            }
        }

        return position == _record.Length;
    }

    private readonly bool TryReadSized(ref int position, out int start, out int size)
    {
        bool read = Varint.TryRead(_record, ref position, out size);
        start = position;
        if (!read || size < Null || size > _record.Length - position)
        {
            return false;
        }

        position += Math.Max(size, 0);
        return true;
    }
}
