namespace EdgeLog.Mqtt;

/// <summary>A PUBLISH (MQTT 5, 3.3) as a view over the receive buffer.</summary>
internal readonly ref struct PublishPacket
{
    public bool IsDuplicate { get; private init; }

    public bool IsRetained { get; private init; }

    public QualityOfService QualityOfService { get; private init; }

    /// <summary>The topic's bytes, not yet checked to be UTF-8; empty where an alias stands for it.</summary>
    public ReadOnlySpan<byte> Topic { get; private init; }

    /// <summary>The packet identifier; 0 at QoS 0.</summary>
    public ushort PacketId { get; private init; }

    /// <summary>The property block, its length left out; empty in MQTT 3.1.1.</summary>
    public ReadOnlySpan<byte> Properties { get; private init; }

    public ReadOnlySpan<byte> Payload { get; private init; }

    /// <summary>A will, as the message it becomes; nobody waits for its acknowledgement.</summary>
    public static PublishPacket FromWill(WillMessage will) => new()
    {
        IsRetained = will.IsRetained,
        QualityOfService = will.QualityOfService,
        Topic = will.Topic,
        Properties = will.Properties,
        Payload = will.Payload,
    };

    public static PublishPacket Read(byte header, ReadOnlySpan<byte> body, ProtocolVersion version)
    {
        var fields = new FieldReader(body);
        var topic = fields.ReadBinary();
        var quality = (QualityOfService)((header >> 1) & 3);
        var isDuplicate = (header & 8) != 0;
        if ((int)quality == 3 || (isDuplicate && quality == QualityOfService.AtMostOnce))
        {
            MqttProtocolException.ThrowMalformed("A PUBLISH has QoS 3, or QoS 0 and the DUP flag.");
        }

        return new PublishPacket
        {
            IsDuplicate = isDuplicate,
            IsRetained = (header & 1) != 0,
            QualityOfService = quality,
            Topic = topic,
            PacketId = quality == QualityOfService.AtMostOnce ? (ushort)0 : fields.ReadPacketId(),
            Properties = version == ProtocolVersion.V5 ? fields.Take(fields.ReadVariableInteger()) : default,
            Payload = fields.Rest,
        };
    }
}
