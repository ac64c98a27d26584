using System.Buffers.Binary;
using System.Text;

namespace EdgeLog.Mqtt.Tests;

/// <summary>A packet as a client sees it: type, flags, body. Decoded slowly and obviously.</summary>
internal sealed record WirePacket(PacketType Type, int Flags, byte[] Body)
{
    public ushort Id => BinaryPrimitives.ReadUInt16BigEndian(
        Type == PacketType.Publish ? Body.AsSpan(2 + TopicBytes) : Body);

    /// <summary>Reason or return code of a CONNACK, PUBACK or DISCONNECT.</summary>
    public int Reason => Type switch
    {
        PacketType.Connack => Body[1],
        PacketType.Puback or PacketType.Pubrec or PacketType.Pubrel or PacketType.Pubcomp =>
            Body.Length > 2 ? Body[2] : 0,
        PacketType.Disconnect => Body[0],
        _ => throw new InvalidOperationException($"A {Type} has no reason."),
    };

    public string Topic => Encoding.UTF8.GetString(Body, 2, TopicBytes);

    public int Quality => (Flags >> 1) & 3;

    public bool IsRetained => (Flags & 1) != 0;

    public bool IsDuplicate => (Flags & 8) != 0;

    /// <summary>Of a CONNACK.</summary>
    public bool IsSessionPresent => Body[0] == 1;

    private int TopicBytes => BinaryPrimitives.ReadUInt16BigEndian(Body);

    public string PayloadText(bool v5)
    {
        var rest = Body.AsSpan(2 + TopicBytes + (Quality > 0 ? 2 : 0));
        return Encoding.UTF8.GetString(v5 ? rest[(1 + rest[0])..] : rest);
    }

    /// <summary>The property block of a PUBLISH in MQTT 5, as hexadecimal text; short ones only.</summary>
    public string PublishProperties()
    {
        var rest = Body.AsSpan(2 + TopicBytes + (Quality > 0 ? 2 : 0));
        return Convert.ToHexString(rest.Slice(1, rest[0]));
    }

    /// <summary>Reads the packet at the start, or null where it is not whole.</summary>
    public static WirePacket? TryRead(ReadOnlySpan<byte> bytes, out int used)
    {
        used = 0;
        var length = 0;
        for (var i = 1; i < bytes.Length && i <= 4; i++)
        {
            length += (bytes[i] & 0x7F) * (int)Math.Pow(128, i - 1);
            if (bytes[i] < 128)
            {
                if (bytes.Length < i + 1 + length)
                {
                    return null;
                }

                used = i + 1 + length;
                return new WirePacket((PacketType)(bytes[0] >> 4), bytes[0] & 15, bytes.Slice(i + 1, length).ToArray());
            }
        }

        return null;
    }
}
