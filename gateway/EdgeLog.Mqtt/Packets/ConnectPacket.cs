using System.Text;

namespace EdgeLog.Mqtt;

/// <summary>A CONNECT (MQTT 5, 3.1), checked as far as it can be without knowing the server's state.</summary>
internal sealed record ConnectPacket
{
    private const int ReservedFlag = 0x01;
    private const int CleanStartFlag = 0x02;
    private const int WillFlag = 0x04;
    private const int WillRetainFlag = 0x20;
    private const int PasswordFlag = 0x40;
    private const int UserNameFlag = 0x80;

    public required ProtocolVersion Version { get; init; }

    public required bool IsCleanStart { get; init; }

    public required ushort KeepAliveSeconds { get; init; }

    public required string ClientId { get; init; }

    public uint SessionExpirySeconds { get; private set; }

    /// <summary>How many QoS 1 messages the client takes at a time without acknowledging.</summary>
    public ushort ReceiveMaximum { get; private set; } = ushort.MaxValue;

    /// <summary>The largest packet the client takes, in bytes.</summary>
    public uint PacketBytesMax { get; private set; } = uint.MaxValue;

    /// <summary>Topic aliases the client takes from the server.</summary>
    public ushort TopicAliasMax { get; private set; }

    /// <summary>Whether the client wants to be told a topic prefix for responses.</summary>
    public bool WantsResponseInformation { get; private set; }

    /// <summary>Whether acknowledgements may say in words what is wrong.</summary>
    public bool WantsProblemInformation { get; private set; } = true;

    public string? AuthenticationMethod { get; private set; }

    public WillMessage? Will { get; private set; }

    public string? UserName { get; private set; }

    public byte[]? Password { get; private set; }

    /// <summary>
    /// The protocol level, without reading on: what to answer depends on it. Throws where the packet is not a CONNECT
    /// of MQTT.
    /// </summary>
    public static int ReadLevel(ReadOnlySpan<byte> body)
    {
        var fields = new FieldReader(body);
        var name = fields.ReadBinary();
        var level = fields.ReadByte();
        if (name.SequenceEqual("MQTT"u8) || (name.SequenceEqual("MQIsdp"u8) && level == 3))
        {
            return level;
        }

        throw new MqttProtocolException(
            ReasonCode.UnsupportedProtocolVersion, "The CONNECT names another protocol than MQTT.");
    }

    /// <summary>Reads the rest; <see cref="ReadLevel"/> said 4 or 5.</summary>
    public static ConnectPacket Read(ReadOnlySpan<byte> body, int clientIdBytesMax)
    {
        var fields = new FieldReader(body);
        fields.ReadBinary();
        var version = (ProtocolVersion)fields.ReadByte();
        var flags = fields.ReadByte();
        RefuseBadFlags(flags, version);
        var keepAlive = fields.ReadUInt16();
        var properties = version == ProtocolVersion.V5 ? fields.Take(fields.ReadVariableInteger()) : default;
        var clientId = fields.ReadText();
        if (clientId.Length > clientIdBytesMax)
        {
            throw new MqttProtocolException(
                ReasonCode.ClientIdentifierNotValid, $"A client identifier has more than {clientIdBytesMax} bytes.");
        }

        var packet = new ConnectPacket
        {
            Version = version,
            IsCleanStart = (flags & CleanStartFlag) != 0,
            KeepAliveSeconds = keepAlive,
            ClientId = Encoding.UTF8.GetString(clientId),
        };
        packet.ReadProperties(properties);
        packet.ReadPayload(ref fields, flags);
        if (!fields.IsAtEnd)
        {
            MqttProtocolException.ThrowMalformed("The CONNECT goes on behind its last field.");
        }

        return packet;
    }

    private static void RefuseBadFlags(byte flags, ProtocolVersion version)
    {
        var willQuality = (flags >> 3) & 3;
        var isMalformed = (flags & ReservedFlag) != 0
            || willQuality == 3
            || ((flags & WillFlag) == 0 && (willQuality != 0 || (flags & WillRetainFlag) != 0))
            || (version == ProtocolVersion.V311 && (flags & (UserNameFlag | PasswordFlag)) == PasswordFlag);
        if (isMalformed)
        {
            MqttProtocolException.ThrowMalformed($"The CONNECT's flags, 0x{flags:X2}, contradict each other.");
        }
    }

    private void ReadProperties(ReadOnlySpan<byte> block)
    {
        var hasAuthenticationData = false;
        var reader = new PropertyReader(block, PropertySet.Connect);
        while (reader.MoveNext())
        {
            switch (reader.Id)
            {
                case PropertyId.SessionExpiryInterval:
                    SessionExpirySeconds = reader.Number;
                    break;
                case PropertyId.ReceiveMaximum:
                    ReceiveMaximum = (ushort)reader.Number;
                    break;
                case PropertyId.MaximumPacketSize:
                    PacketBytesMax = reader.Number;
                    break;
                case PropertyId.TopicAliasMaximum:
                    TopicAliasMax = (ushort)reader.Number;
                    break;
                case PropertyId.RequestResponseInformation:
                    WantsResponseInformation = reader.Number == 1;
                    break;
                case PropertyId.RequestProblemInformation:
                    WantsProblemInformation = reader.Number == 1;
                    break;
                case PropertyId.AuthenticationMethod:
                    AuthenticationMethod = Encoding.UTF8.GetString(reader.Bytes);
                    break;
                case PropertyId.AuthenticationData:
                    hasAuthenticationData = true;
                    break;
                default:
                    break;
            }
        }

        if (hasAuthenticationData && AuthenticationMethod is null)
        {
            MqttProtocolException.ThrowProtocolError("Authentication data without an authentication method.");
        }
    }

    private void ReadPayload(ref FieldReader fields, byte flags)
    {
        if ((flags & WillFlag) != 0)
        {
            var properties = Version == ProtocolVersion.V5 ? fields.Take(fields.ReadVariableInteger()) : default;
            var delay = new MessageProperties(properties, PropertySet.Will).WillDelaySeconds;
            var topic = fields.ReadText();
            if (!TopicFilter.IsTopicName(topic))
            {
                MqttProtocolException.ThrowMalformed("The will's topic is empty or contains a wildcard.");
            }

            Will = new WillMessage
            {
                Topic = topic.ToArray(),
                Payload = fields.ReadBinary().ToArray(),
                Properties = properties.ToArray(),
                QualityOfService = (QualityOfService)((flags >> 3) & 3),
                IsRetained = (flags & WillRetainFlag) != 0,
                DelaySeconds = delay,
            };
        }

        UserName = (flags & UserNameFlag) != 0 ? Encoding.UTF8.GetString(fields.ReadText()) : null;
        Password = (flags & PasswordFlag) != 0 ? fields.ReadBinary().ToArray() : null;
    }
}
