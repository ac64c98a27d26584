using System.Buffers;
using System.Text;

namespace EdgeLog.Mqtt;

/// <summary>A DISCONNECT (MQTT 5, 3.14), both ways; only a client sends one in MQTT 3.1.1.</summary>
internal readonly record struct DisconnectPacket(
    ReasonCode Reason, string? Explanation, uint? SessionExpirySeconds = null)
{
    private const int ExplanationCharsMax = 200;

    /// <summary>Reads a client's; an empty body is a normal end.</summary>
    public static DisconnectPacket Read(ReadOnlySpan<byte> body, ProtocolVersion version)
    {
        if (version == ProtocolVersion.V311 || body.IsEmpty)
        {
            return body.IsEmpty
                ? default
                : throw MqttProtocolException.Malformed("A DISCONNECT of MQTT 3.1.1 has no body.");
        }

        var fields = new FieldReader(body);
        var reason = (ReasonCode)fields.ReadByte();
        var properties = new PropertyReader(
            fields.IsAtEnd ? default : fields.Take(fields.ReadVariableInteger()), PropertySet.Disconnect);
        uint? expiry = null;
        while (properties.MoveNext())
        {
            expiry = properties.Id == PropertyId.SessionExpiryInterval ? properties.Number : expiry;
        }

        if (!fields.IsAtEnd)
        {
            MqttProtocolException.ThrowMalformed("The DISCONNECT goes on behind its last field.");
        }

        return new DisconnectPacket(reason, null, expiry);
    }

    public void Write(IBufferWriter<byte> output)
    {
        var text = Explanation ?? string.Empty;
        var reason = Encoding.UTF8.GetBytes(text[..Math.Min(text.Length, ExplanationCharsMax)]);
        var propertyBytes = reason.Length == 0 ? 0 : 3 + reason.Length;
        var bodyBytes = 1 + PacketWriter.VariableIntegerBytes(propertyBytes) + propertyBytes;
        var writer = new PacketWriter(output.GetSpan(PacketWriter.PacketBytes(bodyBytes)));
        writer.WriteFixedHeader(PacketType.Disconnect, 0, bodyBytes);
        writer.WriteByte((int)Reason);
        writer.WriteVariableInteger(propertyBytes);
        if (reason.Length > 0)
        {
            writer.WriteByte((int)PropertyId.ReasonString);
            writer.WriteBinary(reason);
        }

        output.Advance(writer.SizeBytes);
    }
}
