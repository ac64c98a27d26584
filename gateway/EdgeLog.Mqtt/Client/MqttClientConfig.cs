namespace EdgeLog.Mqtt;

/// <summary>How to connect to a broker.</summary>
internal sealed record MqttClientConfig
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>Null: without TLS.</summary>
    public ClientTls? Tls { get; init; }

    public ProtocolVersion Version { get; init; } = ProtocolVersion.V5;

    public required string ClientId { get; init; }

    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>Whether the broker forgets what it knows of this client.</summary>
    public bool IsCleanStart { get; init; }

    /// <summary>How long the broker keeps the session of a client that is away (MQTT 5).</summary>
    public TimeSpan SessionExpiry { get; init; }

    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many messages may be unacknowledged at a time, either way.</summary>
    public int MaxInFlight { get; init; } = 500;

    /// <summary>The largest packet that is taken, in bytes.</summary>
    public int PacketBytesMax { get; init; } = 1024 * 1024;

    /// <summary>The broker, for people.</summary>
    public string Address => $"{Host}:{Port}";
}
