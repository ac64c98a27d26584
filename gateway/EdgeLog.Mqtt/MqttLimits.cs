namespace EdgeLog.Mqtt;

/// <summary>All bounds of the MQTT server, each with the reason for its default.</summary>
public sealed record MqttLimits
{
    /// <summary>The defaults.</summary>
    public static MqttLimits Default { get; } = new();

    /// <summary>Connections at a time: 500, a plant's worth; each further one takes some 6 KB.</summary>
    public int MaxConnections { get; init; } = 500;

    /// <summary>
    /// The largest packet a client may send, in bytes: 512 KiB, so that a record with its headers fits the default
    /// <c>max.message.bytes</c>.
    /// </summary>
    public int MaxPacketSize { get; init; } = 512 * 1024;

    /// <summary>
    /// The longest keep-alive, 60 s, so that a dead device shows within 90 s. MQTT 5 clients are told (server
    /// keep-alive); MQTT 3.1.1 cannot be, and keeps what it asked for.
    /// </summary>
    public TimeSpan MaxKeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a new connection may take to send its CONNECT: 10 s, one lost SYN and a slow radio.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long an ending connection may take to get its last acknowledgements: 5 s, several slow flushes.
    /// </summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a client that broke a rule may be silent before its connection is closed: 100 ms, a round trip; until
    /// then what it sends is thrown away, so that it can read why.
    /// </summary>
    public TimeSpan LingerTime { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// QoS 1 messages a client may have unacknowledged: 1,024, ten times the window of usual clients; one flush covers
    /// them. MQTT 5 clients that exceed it are closed; MQTT 3.1.1 clients, who are not told, wait.
    /// </summary>
    public int ReceiveMaximum { get; init; } = 1_024;

    /// <summary>
    /// QoS 1 messages towards one subscriber at a time: 256, or what the subscriber takes if that is fewer.
    /// </summary>
    public int InFlightMax { get; init; } = 256;

    /// <summary>
    /// Bytes waiting for one subscriber from which on QoS 0 messages for it are dropped and counted, and QoS 1 messages
    /// wait in the log: 256 KiB.
    /// </summary>
    public int OutboundBytesMax { get; init; } = 256 * 1024;

    /// <summary>Subscriptions per client: 100, dashboards included.</summary>
    public int SubscriptionsMax { get; init; } = 100;

    /// <summary>
    /// Bytes of a topic or filter: 1,024; the standard's 65,535 would let one client fill every cache.
    /// </summary>
    public int TopicBytesMax { get; init; } = 1_024;

    /// <summary>Levels of a topic or filter: 64, so that matching stays shallow.</summary>
    public int TopicLevelsMax { get; init; } = 64;

    /// <summary>Topic aliases per MQTT 5 client: 64, a device's signals.</summary>
    public int TopicAliasMax { get; init; } = 64;

    /// <summary>Bytes of a client identifier: 256, ten times the 23 that every server must take.</summary>
    public int ClientIdBytesMax { get; init; } = 256;

    /// <summary>MQTT topics whose route is remembered: 10,000, some 4 MB; beyond it all are worked out anew.</summary>
    public int CachedTopicsMax { get; init; } = 10_000;

    /// <summary>
    /// Retained messages: 20,000, some 3 MB of memory, as only their places are kept there; one beyond it is stored,
    /// delivered and not kept.
    /// </summary>
    public int RetainedMessagesMax { get; init; } = 20_000;

    /// <summary>
    /// QoS 2 messages of one MQTT 3.1.1 client that wait for its release: 8,192; each record of its identifiers names
    /// them all. MQTT 5 clients keep to the receive maximum.
    /// </summary>
    public int OpenIdsMax { get; init; } = 8_192;

    /// <summary>Sessions that outlive their connections: 10,000, a few kilobytes of memory each.</summary>
    public int StoredSessionsMax { get; init; } = 10_000;

    /// <summary>
    /// How often the places of connected sessions are stored: 5 s. After a crash as much is delivered again at QoS 1;
    /// QoS 2 does not depend on it.
    /// </summary>
    public TimeSpan PositionInterval { get; init; } = TimeSpan.FromSeconds(5);
}
