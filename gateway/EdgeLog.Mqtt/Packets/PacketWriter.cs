using System.Buffers.Binary;

namespace EdgeLog.Mqtt;

/// <summary>Writes the fields of one packet into memory that is large enough: callers measure first.</summary>
internal ref struct PacketWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    /// <summary>Bytes written so far.</summary>
    public int SizeBytes { get; private set; }

    /// <summary>Bytes there is room for.</summary>
    public readonly int RoomBytes => _destination.Length - SizeBytes;

    /// <summary>The size of a packet with a body of <paramref name="bodyBytes"/>.</summary>
    public static int PacketBytes(int bodyBytes) => 1 + VariableIntegerBytes(bodyBytes) + bodyBytes;

    /// <summary>How many bytes <paramref name="value"/> takes as a variable byte integer.</summary>
    public static int VariableIntegerBytes(int value) =>
        value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : 4;

    /// <summary>The first byte and the remaining length.</summary>
    public void WriteFixedHeader(PacketType type, int flags, int bodyBytes)
    {
        WriteByte(((int)type << 4) | flags);
        WriteVariableInteger(bodyBytes);
    }

    public void WriteByte(int value) => _destination[SizeBytes++] = (byte)value;

    public void WriteUInt16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_destination[SizeBytes..], (ushort)value);
        SizeBytes += 2;
    }

    public void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_destination[SizeBytes..], value);
        SizeBytes += 4;
    }

    public void WriteVariableInteger(int value)
    {
        while (value >= 0x80)
        {
            WriteByte((value & 0x7F) | 0x80);
            value >>= 7;
        }

        WriteByte(value);
    }

    /// <summary>Two bytes of length and the bytes.</summary>
    public void WriteBinary(scoped ReadOnlySpan<byte> value)
    {
        WriteUInt16(value.Length);
        WriteRaw(value);
    }

    public void WriteRaw(scoped ReadOnlySpan<byte> value)
    {
        value.CopyTo(_destination[SizeBytes..]);
        SizeBytes += value.Length;
    }
}
