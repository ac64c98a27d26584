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

    public bool IsDuplicate { get; init; }

    /// <summary>The identifiers of the subscriptions that matched.</summary>
    public ReadOnlySpan<uint> Identifiers { get; init; }

    /// <summary>The alias to set or to use; 0 for none.</summary>
    public int TopicAlias { get; init; }

    /// <summary>Whether the client knows the alias, which then stands for the topic.</summary>
    public bool IsTopicOmitted { get; init; }

    /// <summary>The size of the whole packet.</summary>
    public int SizeBytes => PacketWriter.PacketBytes(BodyBytes);

    private int TopicBytes => IsTopicOmitted ? 0 : Message.Topic.Length;

    private int PropertyBytes
    {
        get
        {
            var bytes = Message.Properties.Length
                + (Message.ExpirySeconds is null ? 0 : 5)
                + (TopicAlias == 0 ? 0 : 3);
            foreach (var identifier in Identifiers)
            {
                bytes += 1 + PacketWriter.VariableIntegerBytes((int)identifier);
            }

            return bytes;
        }
    }

    private int BodyBytes
    {
        get
        {
            var bytes = 2 + TopicBytes + Message.Payload.Length;
            bytes += QualityOfService == QualityOfService.AtMostOnce ? 0 : 2;
            if (Version == ProtocolVersion.V311)
            {
                return bytes;
            }

            var propertyBytes = PropertyBytes;
            return bytes + PacketWriter.VariableIntegerBytes(propertyBytes) + propertyBytes;
        }
    }

    public static void Write(OutgoingPublish packet, IBufferWriter<byte> output)
    {
        var bodyBytes = packet.BodyBytes;
        var writer = new PacketWriter(output.GetSpan(PacketWriter.PacketBytes(bodyBytes)));
        var flags = ((int)packet.QualityOfService << 1)
            | (packet.IsRetained ? 1 : 0)
            | (packet.IsDuplicate ? 8 : 0);
        writer.WriteFixedHeader(PacketType.Publish, flags, bodyBytes);
        writer.WriteBinary(packet.IsTopicOmitted ? default : packet.Message.Topic);
        if (packet.QualityOfService != QualityOfService.AtMostOnce)
        {
            writer.WriteUInt16(packet.PacketId);
        }

        if (packet.Version == ProtocolVersion.V5)
        {
            packet.WriteProperties(ref writer);
        }

        writer.WriteRaw(packet.Message.Payload);
        output.Advance(writer.SizeBytes);
    }

    private void WriteProperties(ref PacketWriter writer)
    {
        writer.WriteVariableInteger(PropertyBytes);
        if (TopicAlias != 0)
        {
            writer.WriteByte((int)PropertyId.TopicAlias);
            writer.WriteUInt16(TopicAlias);
        }

        if (Message.ExpirySeconds is { } seconds)
        {
            writer.WriteByte((int)PropertyId.MessageExpiryInterval);
            writer.WriteUInt32(seconds);
        }

        foreach (var identifier in Identifiers)
        {
            writer.WriteByte((int)PropertyId.SubscriptionIdentifier);
            writer.WriteVariableInteger((int)identifier);
        }

        writer.WriteRaw(Message.Properties);
    }
}
