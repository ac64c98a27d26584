using System.Buffers;
using System.Text;

namespace EdgeLog.Mqtt;

/// <summary>A CONNACK (MQTT 5, 3.2).</summary>
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

    /// <summary>Whether the server knew the session.</summary>
    public bool IsSessionPresent { get; init; }

    /// <summary>The topic prefix for responses, where the client asked for one.</summary>
    public string? ResponseInformation { get; init; }

    /// <summary>Why a client of MQTT 5 is refused, in words.</summary>
    public string? Explanation { get; init; }

    public void Write(IBufferWriter<byte> output)
    {
        var assigned = AssignedClientId is null ? [] : Encoding.UTF8.GetBytes(AssignedClientId);
        var response = ResponseInformation is null ? [] : Encoding.UTF8.GetBytes(ResponseInformation);
        var explanation = Explanation is null ? [] : Encoding.UTF8.GetBytes(Explanation);
        var block = new byte[PropertyBytesMax + assigned.Length + response.Length + explanation.Length];
        var properties = new PacketWriter(block);
        if (Version == ProtocolVersion.V5 && Limits is not null)
        {
            WriteLimits(ref properties, Limits);
        }

        if (Version == ProtocolVersion.V5)
        {
            WriteText(ref properties, PropertyId.AssignedClientIdentifier, assigned);
            WriteText(ref properties, PropertyId.ResponseInformation, response);
            WriteText(ref properties, PropertyId.ReasonString, explanation);
        }

        var hasProperties = Version == ProtocolVersion.V5;
        var lengthBytes = PacketWriter.VariableIntegerBytes(properties.SizeBytes);
        var bodyBytes = 2 + (hasProperties ? lengthBytes + properties.SizeBytes : 0);

        var writer = new PacketWriter(output.GetSpan(PacketWriter.PacketBytes(bodyBytes)));
        writer.WriteFixedHeader(PacketType.Connack, 0, bodyBytes);
        writer.WriteByte(IsSessionPresent ? 1 : 0);
        writer.WriteByte(hasProperties ? (int)Reason : ReturnCode(Reason));
        if (hasProperties)
        {
            writer.WriteVariableInteger(properties.SizeBytes);
            writer.WriteRaw(block.AsSpan(0, properties.SizeBytes));
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

    private static void WriteText(ref PacketWriter writer, PropertyId id, ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty)
        {
            writer.WriteByte((int)id);
            writer.WriteBinary(text);
        }
    }

    private void WriteLimits(ref PacketWriter writer, MqttLimits limits)
    {
        writer.WriteByte((int)PropertyId.ReceiveMaximum);
        writer.WriteUInt16(limits.ReceiveMaximum);
        writer.WriteByte((int)PropertyId.MaximumPacketSize);
        writer.WriteUInt32((uint)limits.MaxPacketSize);
        writer.WriteByte((int)PropertyId.TopicAliasMaximum);
        writer.WriteUInt16(limits.TopicAliasMax);
        if (ServerKeepAliveSeconds is { } seconds)
        {
            writer.WriteByte((int)PropertyId.ServerKeepAlive);
            writer.WriteUInt16(seconds);
        }
    }
}
