namespace EdgeLog.Mqtt;

/// <summary>A whole packet from a broker; the bytes are the receiver's own.</summary>
/// <param name="Header">Its first byte.</param>
/// <param name="Body">What follows the fixed header.</param>
internal readonly record struct ReceivedPacket(byte Header, byte[] Body)
{
    public PacketType Type => (PacketType)(Header >> 4);

    /// <summary>Reads a PUBACK, PUBREC, PUBREL or PUBCOMP; a reason left out is success.</summary>
    public (ushort PacketId, int Reason) ReadAck()
    {
        var fields = new FieldReader(Body);
        var id = fields.ReadPacketId();
        return (id, fields.IsAtEnd ? 0 : fields.ReadByte());
    }
}
