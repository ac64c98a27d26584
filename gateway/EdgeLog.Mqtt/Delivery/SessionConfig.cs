using EdgeLog.Network;
using EdgeLog.Network.Security;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>What a connection brings its session: who connected, how, and through what.</summary>
internal sealed record SessionConfig
{
    public required string ClientId { get; init; }

    public required ProtocolVersion Version { get; init; }

    /// <summary>How many unacknowledged messages the client takes.</summary>
    public required int ReceiveMaximum { get; init; }

    /// <summary>The largest packet the client takes.</summary>
    public required uint PacketBytesMax { get; init; }

    /// <summary>Topic aliases the client takes, within our own limit.</summary>
    public int TopicAliasMax { get; init; }

    public required ConnectionOutput Output { get; init; }

    public required MqttLimits Limits { get; init; }

    public required MqttCounters Counters { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Finds the MQTT topics of what Kafka clients produced.</summary>
    public required BackwardRoutes Routes { get; init; }

    /// <summary>Who the client is.</summary>
    public required Principal Principal { get; init; }

    /// <summary>Who says what it may do.</summary>
    public required AccessControl Access { get; init; }

    /// <summary>Where the retained messages are.</summary>
    public required StateTopic State { get; init; }

    /// <summary>Told of records that are gone before the session could read them.</summary>
    public required Action<Session, Partition, Offset, Offset> OnMissed { get; init; }
}
