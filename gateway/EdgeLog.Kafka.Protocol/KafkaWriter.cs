using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace EdgeLog.Kafka.Protocol;

/// <summary>
/// Writes one Kafka message, in the classic or, for flexible versions, the compact encoding (KIP-482), into a growing
/// <see cref="KafkaBuffer"/> or into given room. Copies of a writer share its position.
/// </summary>
public ref struct KafkaWriter
{
    private const int PaddedVarintBytes = 5;

    private readonly KafkaBuffer? _buffer;
    private readonly Span<byte> _fixed;
    private readonly ref int _position;

    /// <summary>Appends to <paramref name="buffer"/>, which grows as needed.</summary>
    public KafkaWriter(KafkaBuffer buffer)
    {
        _buffer = buffer;
        _position = ref buffer.Position;
    }

    /// <summary>
    /// Writes into <paramref name="room"/> from <paramref name="position"/> on, which moves along; what does not fit
    /// throws
    /// <see cref="InvalidOperationException"/>.
    /// </summary>
    public KafkaWriter(Span<byte> room, ref int position)
    {
        _fixed = room;
        _position = ref position;
    }

    /// <summary>Whether the compact encoding with tagged fields is written; set by <see cref="BeginBody"/>.</summary>
    public bool IsFlexible { get; private set; }

    /// <summary>Bytes written so far, counted from the start of the buffer.</summary>
    public readonly int Position => _position;

    /// <summary>Chooses the encoding of <paramref name="version"/>, which must be one that the codec knows.</summary>
    public void BeginBody(ApiKey api, short version)
    {
        if (!MessageVersions.Known(api).Contains(version))
        {
            throw new ArgumentOutOfRangeException(nameof(version), version, $"{api} has no such version here.");
        }

        IsFlexible = MessageVersions.IsFlexible(api, version);
    }

    /// <summary>
    /// Chooses the encoding of a stored record, whose versions are flexible from <paramref name="flexibleFrom"/> on.
    /// </summary>
    public void BeginRecord(short version, short flexibleFrom) => IsFlexible = version >= flexibleFrom;

    /// <summary>Leaves four bytes for the length of the frame; returns where, for <see cref="EndFrame"/>.</summary>
    public readonly int BeginFrame()
    {
        Take(sizeof(int));
        return _position;
    }

    /// <summary>Sets the length of the frame begun at <paramref name="start"/>.</summary>
    public readonly void EndFrame(int start) =>
        BinaryPrimitives.WriteInt32BigEndian(Room[(start - sizeof(int))..], _position - start);

    /// <summary>Writes one byte, 1 or 0.</summary>
    public readonly void WriteBoolean(bool value) => Take(1)[0] = value ? (byte)1 : (byte)0;

    /// <summary>Writes one signed byte.</summary>
    public readonly void WriteInt8(sbyte value) => Take(1)[0] = (byte)value;

    /// <summary>Writes two bytes.</summary>
    public readonly void WriteInt16(short value) => BinaryPrimitives.WriteInt16BigEndian(Take(2), value);

    /// <summary>Writes four bytes.</summary>
    public readonly void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(4), value);

    /// <summary>Writes eight bytes.</summary>
    public readonly void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(8), value);

    /// <summary>Writes an error code.</summary>
    public readonly void WriteErrorCode(ErrorCode value) => WriteInt16((short)value);

    /// <summary>Writes sixteen bytes.</summary>
    public readonly void WriteUuid(Guid value)
    {
        var written = value.TryWriteBytes(Take(16), bigEndian: true, out _);
        Debug.Assert(written, "sixteen bytes hold a uuid");
    }

    /// <summary>Writes an unsigned base-128 number.</summary>
    public readonly void WriteUnsignedVarint(uint value)
    {
        while (value > 0x7F)
        {
            Take(1)[0] = (byte)(value | 0x80);
            value >>= 7;
        }

        Take(1)[0] = (byte)value;
    }

    /// <summary>Writes a string.</summary>
    public readonly void WriteString(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        WriteStringLength(length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    /// <summary>Writes a string or null.</summary>
    public readonly void WriteNullableString(string? value)
    {
        if (value is null)
        {
            WriteStringLength(-1);
            return;
        }

        WriteString(value);
    }

    /// <summary>
    /// Writes a string or null with the two-byte length, whatever the version: the header's client id.
    /// </summary>
    public readonly void WriteClientId(string? value)
    {
        var length = value is null ? -1 : Encoding.UTF8.GetByteCount(value);
        WriteInt16(checked((short)length));
        if (value is not null)
        {
            Encoding.UTF8.GetBytes(value, Take(length));
        }
    }

    /// <summary>Writes bytes with their length.</summary>
    public readonly void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteLength(value.Length);
        value.CopyTo(Take(value.Length));
    }

    /// <summary>Writes bytes with their length, or null: also the form of records.</summary>
    public readonly void WriteNullableBytes(ReadOnlyMemory<byte>? value)
    {
        if (value is { } bytes)
        {
            WriteBytes(bytes.Span);
        }
        else
        {
            WriteLength(-1);
        }
    }

    /// <summary>Writes the count of an array.</summary>
    public readonly void WriteArrayCount(int count) => WriteLength(count);

    /// <summary>Writes an array that is null.</summary>
    public readonly void WriteNullArray() => WriteLength(-1);

    /// <summary>Writes an array of integers, or null.</summary>
    public readonly void WriteInt32Array(IReadOnlyList<int>? values)
    {
        WriteLength(values?.Count ?? -1);
        for (var i = 0; i < values?.Count; i++)
        {
            WriteInt32(values[i]);
        }
    }

    /// <summary>Writes an array of single bytes.</summary>
    public readonly void WriteInt8Array(IReadOnlyList<sbyte> values)
    {
        WriteLength(values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            WriteInt8(values[i]);
        }
    }

    /// <summary>Writes an array of strings, or null.</summary>
    public readonly void WriteStringArray(IReadOnlyList<string>? values)
    {
        WriteLength(values?.Count ?? -1);
        for (var i = 0; i < values?.Count; i++)
        {
            WriteString(values[i]);
        }
    }

    /// <summary>Writes an array of message parts, or null.</summary>
    internal void WriteArray<T>(List<T>? parts, short version)
        where T : IMessagePart<T>
    {
        WriteLength(parts?.Count ?? -1);
        for (var i = 0; i < parts?.Count; i++)
        {
            parts[i].Write(ref this, version);
        }
    }

    /// <summary>Writes a message part or null.</summary>
    internal void WriteNullablePart<T>(T? part, short version)
        where T : class, IMessagePart<T>
    {
        WriteInt8(part is null ? (sbyte)-1 : (sbyte)1);
        part?.Write(ref this, version);
    }

    /// <summary>Writes that no tagged fields follow, where the version has any.</summary>
    public readonly void WriteNoTags() => WriteTagCount(0);

    /// <summary>Writes how many tagged fields follow, where the version has any.</summary>
    public readonly void WriteTagCount(int count)
    {
        if (IsFlexible)
        {
            WriteUnsignedVarint((uint)count);
        }
    }

    /// <summary>Writes a tag and leaves a byte for the size; returns where, for <see cref="EndTag"/>.</summary>
    public readonly int BeginTag(uint tag)
    {
        WriteUnsignedVarint(tag);
        Take(1);
        return _position;
    }

    /// <summary>
    /// Sets the size of the tagged field begun at <paramref name="start"/>, moving it where a byte is too little.
    /// </summary>
    public readonly void EndTag(int start)
    {
        var size = _position - start;
        var sizeBytes = 1;
        for (var rest = size >> 7; rest > 0; rest >>= 7)
        {
            sizeBytes++;
        }

        if (sizeBytes > 1)
        {
            Take(sizeBytes - 1);
            Room.Slice(start, size).CopyTo(Room[(start + sizeBytes - 1)..]);
        }

        var end = _position;
        _position = start - 1;
        WriteUnsignedVarint((uint)size);
        _position = end;
    }

    /// <summary>
    /// Leaves room for the length of bytes or the count of an array that is not known yet; returns where, for
    /// <see cref="EndLength"/>.
    /// </summary>
    public readonly int BeginLength()
    {
        Take(IsFlexible ? PaddedVarintBytes : sizeof(int));
        return _position;
    }

    /// <summary>
    /// Sets the length or count before <paramref name="start"/>; in flexible versions as a varint padded to five
    /// bytes, which every client reads.
    /// </summary>
    public readonly void EndLength(int start, int length)
    {
        if (!IsFlexible)
        {
            BinaryPrimitives.WriteInt32BigEndian(Room[(start - sizeof(int))..], length);
            return;
        }

        var padded = Room.Slice(start - PaddedVarintBytes, PaddedVarintBytes);
        var value = (uint)(length + 1);
        for (var i = 0; i < PaddedVarintBytes - 1; i++)
        {
            padded[i] = (byte)(value | 0x80);
            value >>= 7;
        }

        padded[PaddedVarintBytes - 1] = (byte)value;
    }

    /// <summary>
    /// Room for <paramref name="length"/> raw bytes, to be filled and then taken with <see cref="Advance"/>; valid
    /// until then.
    /// </summary>
    public readonly Span<byte> GetSpan(int length)
    {
        Reserve(length);
        return Room.Slice(_position, length);
    }

    /// <summary>Takes <paramref name="length"/> bytes of what <see cref="GetSpan"/> gave.</summary>
    public readonly void Advance(int length)
    {
        Debug.Assert(length >= 0 && length <= Room.Length - _position, "advanced past the room");
        _position += length;
    }

    /// <summary>Forgets everything written after <paramref name="position"/>.</summary>
    public readonly void Rewind(int position)
    {
        Debug.Assert(position >= 0 && position <= _position, "rewound forwards");
        _position = position;
    }

    private readonly Span<byte> Room => _buffer is null ? _fixed : _buffer.Room;

    private readonly void WriteStringLength(int length)
    {
        if (length > short.MaxValue)
        {
            throw new InvalidOperationException($"A string of {length} bytes; Kafka allows 32767.");
        }

        if (IsFlexible)
        {
            WriteUnsignedVarint((uint)(length + 1));
        }
        else
        {
            WriteInt16((short)length);
        }
    }

    private readonly void WriteLength(int length)
    {
        if (IsFlexible)
        {
            WriteUnsignedVarint((uint)(length + 1));
        }
        else
        {
            WriteInt32(length);
        }
    }

    private readonly Span<byte> Take(int length)
    {
        Reserve(length);
        var taken = Room.Slice(_position, length);
        _position += length;
        return taken;
    }

    private readonly void Reserve(int length)
    {
        if (_buffer is not null)
        {
            _buffer.Reserve(length);
        }
        else if (_fixed.Length - _position < length)
        {
            throw new InvalidOperationException($"The message does not fit into the {_fixed.Length} bytes given.");
        }
    }
}
