using System.Buffers;

namespace EdgeLog.Mqtt;

/// <summary>A PUBACK, or a PUBREC, PUBREL or PUBCOMP, which look the same (MQTT 5, 3.4 to 3.7); both ways.</summary>
internal readonly record struct PubackPacket(
    ushort PacketId, ReasonCode Reason, PacketType Type = PacketType.Puback)
{
    /// <summary>The most bytes one takes here.</summary>
    public const int SizeBytesMax = 5;

    /// <summary>Reads one of a client's; a reason left out is success.</summary>
    public static PubackPacket Read(ReadOnlySpan<byte> body, ProtocolVersion version)
    {
        var fields = new FieldReader(body);
        var id = fields.ReadPacketId();
        var reason = ReasonCode.Success;
        if (version == ProtocolVersion.V5 && !fields.IsAtEnd)
        {
            reason = (ReasonCode)fields.ReadByte();
            var properties = new PropertyReader(
                fields.IsAtEnd ? default : fields.Take(fields.ReadVariableInteger()), PropertySet.Puback);
            while (properties.MoveNext())
            {
            }
        }

        if (!fields.IsAtEnd)
        {
            MqttProtocolException.ThrowMalformed("The PUBACK, or its like, goes on behind its last field.");
        }

        return new PubackPacket(id, reason);
    }

    /// <summary>Appends it to <paramref name="writer"/>; the reason only where it is not success.</summary>
    public void Write(ref PacketWriter writer)
    {
        var hasReason = Reason != ReasonCode.Success;
        writer.WriteFixedHeader(Type, Type == PacketType.Pubrel ? 2 : 0, hasReason ? 3 : 2);
        writer.WriteUInt16(PacketId);
        if (hasReason)
        {
            writer.WriteByte((int)Reason);
        }
    }

    /// <summary>Writes it as a packet of its own.</summary>
    public static void Write(PubackPacket packet, IBufferWriter<byte> output)
    {
        var writer = new PacketWriter(output.GetSpan(SizeBytesMax));
        packet.Write(ref writer);
        output.Advance(writer.SizeBytes);
    }
}
