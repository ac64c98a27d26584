using System.Buffers;

namespace EdgeLog.Mqtt;

/// <summary>A SUBACK or UNSUBACK (MQTT 5, 3.9 and 3.11): one reason for each filter.</summary>
internal sealed record SubackPacket(
    PacketType Type, ProtocolVersion Version, ushort PacketId, IReadOnlyList<ReasonCode> Reasons)
{
    public void Write(IBufferWriter<byte> output)
    {
        // MQTT 3.1.1's UNSUBACK has no payload and its SUBACK one word for failure.
        var isTerse = Version == ProtocolVersion.V311;
        var reasonCount = isTerse && Type == PacketType.Unsuback ? 0 : Reasons.Count;
        var bodyBytes = 2 + (isTerse ? 0 : 1) + reasonCount;
        var writer = new PacketWriter(output.GetSpan(PacketWriter.PacketBytes(bodyBytes)));
        writer.WriteFixedHeader(Type, 0, bodyBytes);
        writer.WriteUInt16(PacketId);
        if (!isTerse)
        {
            writer.WriteByte(0);
        }

        for (var i = 0; i < reasonCount; i++)
        {
            var reason = Reasons[i];
            writer.WriteByte(isTerse ? Math.Min((int)reason, (int)ReasonCode.UnspecifiedError) : (int)reason);
        }

        output.Advance(writer.SizeBytes);
    }
}
