using System.Buffers.Binary;
using System.Text.Unicode;

namespace EdgeLog.Mqtt;

/// <summary>Reads the fields of one packet's body; throws Malformed Packet where they run past its end.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> body)
{
    private ReadOnlySpan<byte> _rest = body;

    /// <summary>What has not been read.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte ReadByte()
    {
        if (_rest.IsEmpty)
        {
            MqttProtocolException.ThrowMalformed("The packet ends inside a field.");
        }

        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    /// <summary>A variable byte integer: seven bits per byte, four bytes at most (MQTT 5, 1.5.5).</summary>
    public int ReadVariableInteger()
    {
        var value = 0;
        for (var shift = 0; shift < 28; shift += 7)
        {
            var next = ReadByte();
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw MqttProtocolException.Malformed("A variable byte integer is longer than four bytes.");
    }

    /// <summary>Two bytes of length and that many bytes.</summary>
    public ReadOnlySpan<byte> ReadBinary() => Take(ReadUInt16());

    /// <summary>A UTF-8 string, checked (MQTT 5, 1.5.4: no ill-formed sequences, surrogates or U+0000).</summary>
    public ReadOnlySpan<byte> ReadText()
    {
        var text = ReadBinary();
        if (!IsText(text))
        {
            MqttProtocolException.ThrowMalformed("A string is not UTF-8 or contains U+0000.");
        }

        return text;
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            MqttProtocolException.ThrowMalformed("The packet ends inside a field.");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    /// <summary>A packet identifier; zero is none (MQTT 5, 2.2.1).</summary>
    public ushort ReadPacketId()
    {
        var id = ReadUInt16();
        if (id == 0)
        {
            MqttProtocolException.ThrowProtocolError("The packet identifier is zero.");
        }

        return id;
    }

    public static bool IsText(ReadOnlySpan<byte> text) => Utf8.IsValid(text) && !text.Contains((byte)0);
}
