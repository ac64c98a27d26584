using System.Buffers.Binary;
using System.Text;

namespace EdgeLog.Kafka.Protocol;

/// <summary>
/// Reads one Kafka message: big-endian integers, strings, arrays and tagged fields, in the classic or, for flexible
/// versions, the compact encoding (KIP-482). Every length is checked against what is left before anything is
/// allocated; what does not fit throws <see cref="KafkaProtocolException"/>.
/// </summary>
public ref struct KafkaReader
{
    /// <summary>
    /// How many array elements one message may hold unless <see cref="ElementsMax"/> says otherwise.
    /// </summary>
    public const int ElementsMaxDefault = 1 << 20;

    private const int TrustedCount = 64;

    private readonly ReadOnlyMemory<byte> _memory;
    private readonly ReadOnlySpan<byte> _span;
    private int _position;
    private int _elements;

    /// <summary>Reads from <paramref name="memory"/>, of which records are returned as slices.</summary>
    public KafkaReader(ReadOnlyMemory<byte> memory)
    {
        _memory = memory;
        _span = memory.Span;
        ElementsMax = ElementsMaxDefault;
    }

    /// <summary>
    /// How many elements all arrays of the message may have together: each costs the peer a byte or two and us an
    /// object.
    /// </summary>
    public int ElementsMax { get; init; }

    /// <summary>Where names are looked up before a string is made, if anywhere.</summary>
    public NameCache? Names { get; init; }

    /// <summary>Whether the compact encoding with tagged fields is read; set by <see cref="BeginBody"/>.</summary>
    public bool IsFlexible { get; private set; }

    /// <summary>Bytes read so far.</summary>
    public readonly int Position => _position;

    /// <summary>Bytes left.</summary>
    public readonly int Remaining => _span.Length - _position;

    /// <summary>
    /// Chooses the encoding of <paramref name="version"/> and refuses one that the codec does not know.
    /// </summary>
    public void BeginBody(ApiKey api, short version)
    {
        if (!MessageVersions.Known(api).Contains(version))
        {
            throw new KafkaProtocolException($"{api} version {version} is not supported.");
        }

        IsFlexible = MessageVersions.IsFlexible(api, version);
    }

    /// <summary>
    /// Chooses the encoding of a stored record, whose versions are flexible from <paramref name="flexibleFrom"/> on.
    /// </summary>
    public void BeginRecord(short version, short flexibleFrom) => IsFlexible = version >= flexibleFrom;

    /// <summary>Reads one byte as 0 or not.</summary>
    public bool ReadBoolean() => Take(1)[0] != 0;

    /// <summary>Reads one signed byte.</summary>
    public sbyte ReadInt8() => (sbyte)Take(1)[0];

    /// <summary>Reads two bytes.</summary>
    public short ReadInt16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    /// <summary>Reads four bytes.</summary>
    public int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    /// <summary>Reads eight bytes.</summary>
    public long ReadInt64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    /// <summary>Reads an error code.</summary>
    public ErrorCode ReadErrorCode() => (ErrorCode)ReadInt16();

    /// <summary>Reads sixteen bytes; <see cref="Guid.Empty"/> stands for none.</summary>
    public Guid ReadUuid() => new(Take(16), bigEndian: true);

    /// <summary>Reads an unsigned base-128 number of at most five bytes.</summary>
    public uint ReadUnsignedVarint()
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            uint b = Take(1)[0];
            if (shift == 28 && b > 0x0F)
            {
                break;
            }

            value |= (b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new KafkaProtocolException($"A varint ending at byte {_position} is longer than 32 bits.");
    }

    /// <summary>Reads a string that may not be null.</summary>
    public string ReadString() => Text(ReadStringBytes());

    /// <summary>Reads a string or null.</summary>
    public string? ReadNullableString()
    {
        var utf8 = ReadNullableStringBytes(out var isNull);
        return isNull ? null : Text(utf8);
    }

    /// <summary>Reads a name that may not be null through <see cref="Names"/>.</summary>
    public string ReadName() => Name(ReadStringBytes());

    /// <summary>Reads a name or null through <see cref="Names"/>.</summary>
    public string? ReadNullableName()
    {
        var utf8 = ReadNullableStringBytes(out var isNull);
        return isNull ? null : Name(utf8);
    }

    /// <summary>
    /// Reads a string or null with the two-byte length, whatever the version: the header's client id.
    /// </summary>
    public string? ReadClientId()
    {
        int length = ReadInt16();
        return length < 0 ? NullOrThrow(length) : Name(Take(length));
    }

    /// <summary>Reads bytes that may not be null, as a slice of what is read from.</summary>
    public ReadOnlyMemory<byte> ReadBytes() =>
        ReadNullableBytes() ?? throw new KafkaProtocolException($"Null bytes before byte {_position}.");

    /// <summary>Reads bytes or null, as a slice of what is read from: also the form of records.</summary>
    public ReadOnlyMemory<byte>? ReadNullableBytes()
    {
        var length = IsFlexible ? (long)ReadUnsignedVarint() - 1 : ReadInt32();
        if (length < 0)
        {
            NullOrThrow(length);
            return null;
        }

        RequireBytes(length, "Bytes");
        var start = _position;
        _position += (int)length;
        return _memory.Slice(start, (int)length);
    }

    /// <summary>
    /// Reads the count of an array that may not be null, whose elements take at least <paramref
    /// name="elementBytesMin"/> each.
    /// </summary>
    public int ReadArrayCount(int elementBytesMin)
    {
        var count = ReadNullableArrayCount(elementBytesMin);
        return count >= 0 ? count : throw new KafkaProtocolException($"A null array before byte {_position}.");
    }

    /// <summary>Reads the count of an array, or -1 for null.</summary>
    public int ReadNullableArrayCount(int elementBytesMin)
    {
        var count = IsFlexible ? (long)ReadUnsignedVarint() - 1 : ReadInt32();
        if (count < 0)
        {
            NullOrThrow(count);
            return -1;
        }

        RequireBytes(count * elementBytesMin, "An array");
        if (count > ElementsMax - _elements)
        {
            throw new KafkaProtocolException($"More than {ElementsMax} array elements in one message.");
        }

        _elements += (int)count;
        return (int)count;
    }

    /// <summary>Reads an array of integers.</summary>
    public List<int> ReadInt32Array() => Int32s(ReadArrayCount(sizeof(int)));

    /// <summary>Reads an array of integers or null.</summary>
    public List<int>? ReadNullableInt32Array() =>
        ReadNullableArrayCount(sizeof(int)) is >= 0 and var count ? Int32s(count) : null;

    /// <summary>Reads an array of single bytes.</summary>
    public List<sbyte> ReadInt8Array()
    {
        var values = new List<sbyte>();
        for (var left = ReadArrayCount(1); left > 0; left--)
        {
            values.Add(ReadInt8());
        }

        return values;
    }

    /// <summary>Reads an array of strings.</summary>
    public List<string> ReadStringArray() => Strings(ReadArrayCount(1));

    /// <summary>Reads an array of strings or null.</summary>
    public List<string>? ReadNullableStringArray() =>
        ReadNullableArrayCount(1) is >= 0 and var count ? Strings(count) : null;

    /// <summary>Reads an array of message parts.</summary>
    internal List<T> ReadArray<T>(short version)
        where T : IMessagePart<T> => Parts<T>(ReadArrayCount(1), version);

    /// <summary>Reads an array of message parts or null.</summary>
    internal List<T>? ReadNullableArray<T>(short version)
        where T : IMessagePart<T> => ReadNullableArrayCount(1) is >= 0 and var count ? Parts<T>(count, version) : null;

    /// <summary>Reads a message part or null.</summary>
    internal T? ReadNullablePart<T>(short version)
        where T : class, IMessagePart<T> => ReadInt8() < 0 ? null : T.Read(ref this, version);

    /// <summary>Reads how many tagged fields follow; 0 in versions that have none.</summary>
    public int ReadTagCount()
    {
        if (!IsFlexible)
        {
            return 0;
        }

        var count = ReadUnsignedVarint();
        RequireBytes(2L * count, "Tagged fields");
        return (int)count;
    }

    /// <summary>Reads a tag and where its field ends, to be given to <see cref="EndTag"/>.</summary>
    public uint BeginTag(out int end)
    {
        var tag = ReadUnsignedVarint();
        var size = ReadUnsignedVarint();
        RequireBytes(size, "A tagged field");
        end = _position + (int)size;
        return tag;
    }

    /// <summary>Skips what was not read of a tagged field.</summary>
    public void EndTag(int end)
    {
        if (_position > end)
        {
            throw new KafkaProtocolException($"A tagged field is longer than its size, at byte {_position}.");
        }

        _position = end;
    }

    /// <summary>Skips all tagged fields, where the version has any.</summary>
    public void SkipTags()
    {
        for (var left = ReadTagCount(); left > 0; left--)
        {
            BeginTag(out var end);
            EndTag(end);
        }
    }

    /// <summary>Skips a header's tagged fields, where <paramref name="version"/> is flexible.</summary>
    internal void SkipHeaderTags(ApiKey api, short version)
    {
        IsFlexible = MessageVersions.IsFlexible(api, version);
        SkipTags();
    }

    private ReadOnlySpan<byte> ReadStringBytes()
    {
        var utf8 = ReadNullableStringBytes(out var isNull);
        return isNull ? throw new KafkaProtocolException($"A null string before byte {_position}.") : utf8;
    }

    private ReadOnlySpan<byte> ReadNullableStringBytes(out bool isNull)
    {
        var length = IsFlexible ? (long)ReadUnsignedVarint() - 1 : ReadInt16();
        isNull = length < 0;
        if (isNull)
        {
            NullOrThrow(length);
            return default;
        }

        if (length > short.MaxValue)
        {
            throw new KafkaProtocolException($"A string of {length} bytes at byte {_position}; 32767 are allowed.");
        }

        return Take((int)length);
    }

    private List<T> Parts<T>(int count, short version)
        where T : IMessagePart<T>
    {
        // The count is the peer's word; room grows as elements really come.
        var parts = new List<T>(Math.Min(count, TrustedCount));
        for (var i = 0; i < count; i++)
        {
            parts.Add(T.Read(ref this, version));
        }

        return parts;
    }

    private List<int> Int32s(int count)
    {
        var values = new List<int>(count);
        for (var i = 0; i < count; i++)
        {
            values.Add(ReadInt32());
        }

        return values;
    }

    private List<string> Strings(int count)
    {
        var values = new List<string>(Math.Min(count, TrustedCount));
        for (var i = 0; i < count; i++)
        {
            values.Add(ReadString());
        }

        return values;
    }

    private readonly string? NullOrThrow(long length) =>
        length == -1 ? null : throw new KafkaProtocolException($"A length of {length} before byte {_position}.");

    private readonly string Name(ReadOnlySpan<byte> utf8) => Names is { } names ? names.Get(utf8) : Text(utf8);

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > Remaining)
        {
            RequireBytes(length, "A field");
        }

        var taken = _span.Slice(_position, length);
        _position += length;
        return taken;
    }

    private readonly void RequireBytes(long length, string what)
    {
        if (length > Remaining)
        {
            throw new KafkaProtocolException(
                $"{what} of {length} bytes at byte {_position}, but only {Remaining} are left of the message.");
        }
    }
}
