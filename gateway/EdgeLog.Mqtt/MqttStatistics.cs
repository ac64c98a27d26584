namespace EdgeLog.Mqtt;

/// <summary>The MQTT server in numbers, since it was made; a consistent-enough copy.</summary>
public sealed record MqttStatistics
{
    /// <summary>Clients connected.</summary>
    public int Clients { get; init; }

    /// <summary>Subscriptions of all of them.</summary>
    public int Subscriptions { get; init; }

    /// <summary>Connections refused because there were too many.</summary>
    public long ConnectionsRefused { get; init; }

    /// <summary>Connections closed because the client broke the standard or a limit.</summary>
    public long ProtocolErrors { get; init; }

    /// <summary>Messages received, dropped ones included.</summary>
    public long MessagesIn { get; init; }

    /// <summary>Bytes of the packets received.</summary>
    public long BytesIn { get; init; }

    /// <summary>QoS 1 messages acknowledged as durable, or as needing no storing.</summary>
    public long MessagesAcknowledged { get; init; }

    /// <summary>QoS 1 messages the log refused: the client was told, or closed without an acknowledgement.</summary>
    public long MessagesRefused { get; init; }

    /// <summary>QoS 0 messages dropped because the log's inbox was full or the log refused them.</summary>
    public long Qos0Dropped { get; init; }

    /// <summary>Messages that went to topic <c>mqtt</c> because their own topic could not be created.</summary>
    public long MessagesRerouted { get; init; }

    /// <summary>Messages rejected by a transform, or by their topic for good, and sent to the dead letters.</summary>
    public long DeadLetters { get; init; }

    /// <summary>Messages a transform dropped on purpose.</summary>
    public long MessagesFiltered { get; init; }

    /// <summary>Messages delivered to subscribers.</summary>
    public long MessagesOut { get; init; }

    /// <summary>QoS 0 messages not delivered because their subscriber read too slowly.</summary>
    public long Qos0DroppedOut { get; init; }

    /// <summary>
    /// Records of Kafka clients in topics of routes that no subscriber can get: no MQTT topic is known for them.
    /// </summary>
    public long RecordsWithoutMqttTopic { get; init; }

    /// <summary>Retained messages.</summary>
    public int RetainedMessages { get; init; }

    /// <summary>Sessions that outlive their connections, connected ones included.</summary>
    public int StoredSessions { get; init; }

    /// <summary>
    /// Records that had been dropped or damaged before a session that was behind could read them; the log declared
    /// them.
    /// </summary>
    public long RecordsMissed { get; init; }

    /// <summary>When the last message came, or null.</summary>
    public DateTimeOffset? LastMessageAt { get; init; }
}
