using System.Buffers;

namespace EdgeLog.Mqtt;

/// <summary>A PUBLISH to one subscriber (MQTT 5, 3.3).</summary>
internal readonly ref struct OutgoingPublish
{
    public required LiveMessage Message { get; init; }

    public required ProtocolVersion Version { get; init; }

    public required QualityOfService QualityOfService { get; init; }

    /// <summary>0 at QoS 0.</summary>
    public required ushort PacketId { get; init; }

    public required bool IsRetained { get; init; }

    /// <summary>The size of the whole packet.</summary>
    public int SizeBytes => PacketWriter.PacketBytes(BodyBytes);

    private int PropertyBytes => Message.Properties.Length + (Message.ExpirySeconds is null ? 0 : 5);

    private int BodyBytes
    {
        get
        {
            var bytes = 2 + Message.Topic.Length + Message.Payload.Length;
            bytes += QualityOfService == QualityOfService.AtMostOnce ? 0 : 2;
            return Version == ProtocolVersion.V311
                ? bytes
                : bytes + PacketWriter.VariableIntegerBytes(PropertyBytes) + PropertyBytes;
        }
    }

    public static void Write(OutgoingPublish packet, IBufferWriter<byte> output)
    {
        var bodyBytes = packet.BodyBytes;
        var writer = new PacketWriter(output.GetSpan(PacketWriter.PacketBytes(bodyBytes)));
        var flags = ((int)packet.QualityOfService << 1) | (packet.IsRetained ? 1 : 0);
        writer.WriteFixedHeader(PacketType.Publish, flags, bodyBytes);
        writer.WriteBinary(packet.Message.Topic);
        if (packet.QualityOfService != QualityOfService.AtMostOnce)
        {
            writer.WriteUInt16(packet.PacketId);
        }

        if (packet.Version == ProtocolVersion.V5)
        {
            writer.WriteVariableInteger(packet.PropertyBytes);
            if (packet.Message.ExpirySeconds is { } seconds)
            {
                writer.WriteByte((int)PropertyId.MessageExpiryInterval);
                writer.WriteUInt32(seconds);
            }

            writer.WriteRaw(packet.Message.Properties);
        }

        writer.WriteRaw(packet.Message.Payload);
        output.Advance(writer.SizeBytes);
    }
}
