namespace EdgeLog.Mqtt;

/// <summary>A PUBACK (MQTT 5, 3.4), both ways.</summary>
internal readonly record struct PubackPacket(ushort PacketId, ReasonCode Reason)
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
            MqttProtocolException.ThrowMalformed("The PUBACK goes on behind its last field.");
        }

        return new PubackPacket(id, reason);
    }

    /// <summary>Appends it to <paramref name="writer"/>; the reason only where it is not success.</summary>
    public void Write(ref PacketWriter writer)
    {
        var hasReason = Reason != ReasonCode.Success;
        writer.WriteFixedHeader(PacketType.Puback, 0, hasReason ? 3 : 2);
        writer.WriteUInt16(PacketId);
        if (hasReason)
        {
            writer.WriteByte((int)Reason);
        }
    }
}
