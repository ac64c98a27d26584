using System.Buffers;
using System.Text;

namespace EdgeLog.Mqtt;

/// <summary>A CONNACK (MQTT 5, 3.2). Says what this server does not do.</summary>
internal sealed record ConnackPacket
{
    // Every fixed-size property together takes less.
    private const int PropertyBytesMax = 64;

    public required ProtocolVersion Version { get; init; }

    public ReasonCode Reason { get; init; }

    /// <summary>Receive maximum, largest packet, topic aliases; null in a refusal.</summary>
    public MqttLimits? Limits { get; init; }

    /// <summary>What the server named a client that came without a name.</summary>
    public string? AssignedClientId { get; init; }

    /// <summary>Where it differs from what the client asked for.</summary>
    public int? ServerKeepAliveSeconds { get; init; }

    /// <summary>Whether to say that the session ends with the connection, to a client that asked for more.</summary>
    public bool IsSessionExpiryRefused { get; init; }

    public void Write(IBufferWriter<byte> output)
    {
        var assigned = AssignedClientId is null ? [] : Encoding.UTF8.GetBytes(AssignedClientId);
        Span<byte> block = stackalloc byte[PropertyBytesMax + assigned.Length];
        var properties = new PacketWriter(block);
        if (Version == ProtocolVersion.V5 && Limits is not null)
        {
            WriteProperties(ref properties, Limits, assigned);
        }

        var hasProperties = Version == ProtocolVersion.V5;
        var bodyBytes = 2 + (hasProperties ? 1 + properties.SizeBytes : 0);
        if (properties.SizeBytes >= 0x80)
        {
            bodyBytes++;
        }

        var writer = new PacketWriter(output.GetSpan(PacketWriter.PacketBytes(bodyBytes)));
        writer.WriteFixedHeader(PacketType.Connack, 0, bodyBytes);
        writer.WriteByte(0);
        writer.WriteByte(hasProperties ? (int)Reason : ReturnCode(Reason));
        if (hasProperties)
        {
            writer.WriteVariableInteger(properties.SizeBytes);
            writer.WriteRaw(block[..properties.SizeBytes]);
        }

        output.Advance(writer.SizeBytes);
    }

    /// <summary>MQTT 3.1.1's connect return codes (3.2.2.3): it has five words for failure.</summary>
    private static int ReturnCode(ReasonCode reason) => reason switch
    {
        ReasonCode.Success => 0,
        ReasonCode.UnsupportedProtocolVersion => 1,
        ReasonCode.ClientIdentifierNotValid => 2,
        ReasonCode.BadUserNameOrPassword => 4,
        ReasonCode.NotAuthorized => 5,
        _ => 3,
    };

    private void WriteProperties(ref PacketWriter writer, MqttLimits limits, ReadOnlySpan<byte> assigned)
    {
        writer.WriteByte((int)PropertyId.ReceiveMaximum);
        writer.WriteUInt16(limits.ReceiveMaximum);
        writer.WriteByte((int)PropertyId.MaximumQos);
        writer.WriteByte((int)QualityOfService.AtLeastOnce);
        writer.WriteByte((int)PropertyId.MaximumPacketSize);
        writer.WriteUInt32((uint)limits.MaxPacketSize);
        writer.WriteByte((int)PropertyId.TopicAliasMaximum);
        writer.WriteUInt16(limits.TopicAliasMax);
        writer.WriteByte((int)PropertyId.SubscriptionIdentifierAvailable);
        writer.WriteByte(0);
        writer.WriteByte((int)PropertyId.SharedSubscriptionAvailable);
        writer.WriteByte(0);
        if (IsSessionExpiryRefused)
        {
            writer.WriteByte((int)PropertyId.SessionExpiryInterval);
            writer.WriteUInt32(0);
        }

        if (ServerKeepAliveSeconds is { } seconds)
        {
            writer.WriteByte((int)PropertyId.ServerKeepAlive);
            writer.WriteUInt16(seconds);
        }

        if (!assigned.IsEmpty)
        {
            writer.WriteByte((int)PropertyId.AssignedClientIdentifier);
            writer.WriteBinary(assigned);
        }
    }
}
