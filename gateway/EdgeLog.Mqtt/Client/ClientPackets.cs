using System.Buffers;
using System.Text;

namespace EdgeLog.Mqtt;

/// <summary>Writes the packets that a client sends (MQTT 5, 3; MQTT 3.1.1 where the version says so).</summary>
internal static class ClientPackets
{
    public static ReadOnlySpan<byte> Ping => [(int)PacketType.Pingreq << 4, 0];

    public static ReadOnlySpan<byte> Goodbye => [(int)PacketType.Disconnect << 4, 0];

    public static void WriteConnect(MqttClientConfig config, IBufferWriter<byte> output)
    {
        var isV5 = config.Version == ProtocolVersion.V5;
        var clientId = Encoding.UTF8.GetBytes(config.ClientId);
        var userName = config.UserName is null ? null : Encoding.UTF8.GetBytes(config.UserName);
        var password = config.Password is null ? null : Encoding.UTF8.GetBytes(config.Password);
        const int PropertyBytes = 5 + 3;
        var bodyBytes = 10 + (isV5 ? 1 + PropertyBytes : 0) + 2 + clientId.Length
            + (userName is null ? 0 : 2 + userName.Length) + (password is null ? 0 : 2 + password.Length);
        var writer = new PacketWriter(output.GetSpan(PacketWriter.PacketBytes(bodyBytes)));
        writer.WriteFixedHeader(PacketType.Connect, 0, bodyBytes);
        writer.WriteBinary("MQTT"u8);
        writer.WriteByte((int)config.Version);
        writer.WriteByte((config.IsCleanStart ? 0x02 : 0) | (userName is null ? 0 : 0x80)
            | (password is null ? 0 : 0x40));
        writer.WriteUInt16((int)config.KeepAlive.TotalSeconds);
        if (isV5)
        {
            writer.WriteVariableInteger(PropertyBytes);
            writer.WriteByte((int)PropertyId.SessionExpiryInterval);
            writer.WriteUInt32((uint)Math.Min(config.SessionExpiry.TotalSeconds, uint.MaxValue));
            writer.WriteByte((int)PropertyId.ReceiveMaximum);
            writer.WriteUInt16(config.MaxInFlight);
        }

        writer.WriteBinary(clientId);
        if (userName is not null)
        {
            writer.WriteBinary(userName);
        }

        if (password is not null)
        {
            writer.WriteBinary(password);
        }

        output.Advance(writer.SizeBytes);
    }

    /// <summary>
    /// A SUBSCRIBE. Of a subscription that the broker knows already, MQTT 5 is asked for no retained messages again.
    /// </summary>
    public static void WriteSubscribe(
        IReadOnlyList<string> filters, QualityOfService quality, ProtocolVersion version, IBufferWriter<byte> output)
    {
        const int OnlyIfNew = 1 << 4;
        const int RetainAsPublished = 1 << 3;
        var isV5 = version == ProtocolVersion.V5;
        var encoded = filters.Select(Encoding.UTF8.GetBytes).ToList();
        var bodyBytes = 2 + (isV5 ? 1 : 0) + encoded.Sum(filter => 2 + filter.Length + 1);
        var writer = new PacketWriter(output.GetSpan(PacketWriter.PacketBytes(bodyBytes)));
        writer.WriteFixedHeader(PacketType.Subscribe, 2, bodyBytes);
        writer.WriteUInt16(1);
        if (isV5)
        {
            writer.WriteVariableInteger(0);
        }

        foreach (var filter in encoded)
        {
            writer.WriteBinary(filter);
            writer.WriteByte((int)quality | (isV5 ? OnlyIfNew | RetainAsPublished : 0));
        }

        output.Advance(writer.SizeBytes);
    }

    /// <summary>A PUBACK, PUBREC, PUBREL or PUBCOMP that says success.</summary>
    public static void WriteAck(PacketType type, ushort packetId, IBufferWriter<byte> output)
    {
        var writer = new PacketWriter(output.GetSpan(4));
        writer.WriteFixedHeader(type, type == PacketType.Pubrel ? 2 : 0, 2);
        writer.WriteUInt16(packetId);
        output.Advance(writer.SizeBytes);
    }
}
