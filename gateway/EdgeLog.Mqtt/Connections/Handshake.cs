using System.Buffers;
using EdgeLog.Network.Security;

namespace EdgeLog.Mqtt;

/// <summary>Reads a connection's first packet, and says what it gets for it.</summary>
internal sealed class Handshake(MqttServer server, MqttLimits limits, PeerIdentity peer)
{
    /// <summary>How a refusal is to be phrased; known once the protocol level is.</summary>
    public ProtocolVersion? Version { get; private set; }

    /// <summary>The answer to an accepted CONNECT.</summary>
    public ConnackPacket? Answer { get; private set; }

    /// <summary>How long the session is to outlive the connection; the highest number: for ever.</summary>
    public uint ExpirySeconds { get; private set; }

    /// <summary>The keep-alive in force; zero is none.</summary>
    public TimeSpan KeepAlive { get; private set; }

    /// <summary>The client's identifier, given or assigned.</summary>
    public string ClientId { get; private set; } = string.Empty;

    /// <summary>Who the client is; nobody in particular before it was let in.</summary>
    public Principal Principal { get; private set; } = Principal.Anonymous;

    /// <summary>Refuses what is no CONNECT by its first byte, before the rest of it is waited for.</summary>
    public static void RefuseOther(in ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (reader.TryPeek(out var header) && header != (int)PacketType.Connect << 4)
        {
            MqttProtocolException.ThrowProtocolError($"The first packet is not a CONNECT.{Guess(header)}");
        }
    }

    /// <summary>Reads a CONNECT; throws <see cref="MqttProtocolException"/> with the reason for a refusal.</summary>
    public ConnectPacket Take(ReadOnlySpan<byte> body)
    {
        var level = ConnectPacket.ReadLevel(body);
        Version = level >= (int)ProtocolVersion.V5 ? ProtocolVersion.V5 : ProtocolVersion.V311;
        if (level is not ((int)ProtocolVersion.V311 or (int)ProtocolVersion.V5))
        {
            throw new MqttProtocolException(
                ReasonCode.UnsupportedProtocolVersion, $"MQTT level {level}; this server speaks 4 (3.1.1) and 5.");
        }

        var packet = ConnectPacket.Read(body, limits.ClientIdBytesMax);
        if (packet.AuthenticationMethod is { } method)
        {
            throw new MqttProtocolException(
                ReasonCode.BadAuthenticationMethod, $"Authentication method \"{method}\" is not in this version.");
        }

        if (packet.Will is { } will)
        {
            server.RefuseBadTopic(will.Topic);
        }

        LogIn(packet);
        Accept(packet);
        return packet;
    }

    private static string Guess(byte header) => header switch
    {
        0x16 => " It looks like TLS, which this listener does not speak.",
        >= (byte)'A' and <= (byte)'Z' => " It looks like HTTP.",
        _ => "",
    };

    private void LogIn(ConnectPacket packet)
    {
        var login = server.Access.Login(peer, packet.UserName, packet.Password);
        Principal = login.Principal ?? throw (login.Error switch
        {
            LoginError.BadCredentials => new MqttProtocolException(
                ReasonCode.BadUserNameOrPassword, "No such user, or not its password."),
            LoginError.TooManyFailures => new MqttProtocolException(
                ReasonCode.ConnectionRateExceeded, "Too many failed logins; wait up to a minute."),
            _ => new MqttProtocolException(ReasonCode.NotAuthorized, "Not allowed to connect here."),
        });
        if (packet.Will is { } will && !server.Access.AllowsPublish(Principal, will.Topic))
        {
            throw new MqttProtocolException(ReasonCode.NotAuthorized, "Not allowed to publish the will.");
        }
    }

    private void Accept(ConnectPacket packet)
    {
        var isUnnamed = packet.ClientId.Length == 0;
        if (isUnnamed && packet.Version == ProtocolVersion.V311 && !packet.IsCleanStart)
        {
            // [MQTT-3.1.3-8] of 3.1.1: without a name there is no session to come back to.
            throw new MqttProtocolException(
                ReasonCode.ClientIdentifierNotValid, "No client identifier, and not a clean session.");
        }

        ClientId = isUnnamed ? $"auto-{Guid.NewGuid():N}" : packet.ClientId;
        ExpirySeconds = packet.Version == ProtocolVersion.V5
            ? packet.SessionExpirySeconds
            : packet.IsCleanStart ? 0 : uint.MaxValue;
        var asked = TimeSpan.FromSeconds(packet.KeepAliveSeconds);
        var isLowered = packet.Version == ProtocolVersion.V5
            && (asked == TimeSpan.Zero || asked > limits.MaxKeepAlive);
        KeepAlive = isLowered ? limits.MaxKeepAlive : asked;
        Answer = new ConnackPacket
        {
            Version = packet.Version,
            Limits = limits,
            AssignedClientId = isUnnamed && packet.Version == ProtocolVersion.V5 ? ClientId : null,
            ServerKeepAliveSeconds = isLowered ? (int)KeepAlive.TotalSeconds : null,
            ResponseInformation = packet.WantsResponseInformation ? $"response/{ClientId}/" : null,
        };
    }
}
