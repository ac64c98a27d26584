using EdgeLog.Bridge;
using EdgeLog.Connect;
using EdgeLog.Devices;
using EdgeLog.Mqtt;
using EdgeLog.Network.Security;

namespace EdgeLog.Gateway.Configuration;

/// <summary>The whole configuration, checked; immutable. A reload makes another one.</summary>
internal sealed record GatewayConfig
{
    /// <summary>The absolute path of the file, or null for the embedded default.</summary>
    public string? File { get; init; }

    /// <summary>When the file, or the latest of those it includes, was written.</summary>
    public DateTime? FileTimeUtc { get; init; }

    /// <summary>This gateway's name: the alias of its cluster.</summary>
    public required string Name { get; init; }

    /// <summary>Where the log lives and how it commits.</summary>
    public required DataConfig Data { get; init; }

    /// <summary>The least severe level that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>What is listened on.</summary>
    public required IReadOnlyList<ListenerConfig> Listeners { get; init; }

    /// <summary>Topic defaults and declared topics.</summary>
    public required TopicsConfig Topics { get; init; }

    /// <summary>The bounds of MQTT.</summary>
    public required MqttLimits MqttLimits { get; init; }

    /// <summary>MQTT topics to log topics, first match wins.</summary>
    public required IReadOnlyList<MqttRouteConfig> Routes { get; init; }

    /// <summary>The sensors.</summary>
    public required IReadOnlyList<DeviceConfig> Devices { get; init; }

    /// <summary>The other Kafka clusters.</summary>
    public required IReadOnlyList<ClusterConfig> Clusters { get; init; }

    /// <summary>What is mirrored to them.</summary>
    public required IReadOnlyList<MirrorConfig> Mirrors { get; init; }

    /// <summary>What goes from and to other systems.</summary>
    public IReadOnlyList<ConnectorConfig> Connectors { get; init; } = [];

    /// <summary>The users and the access list.</summary>
    public required SecurityConfig Security { get; init; }

    /// <summary>Every effective setting with its origin, in the order of the schema.</summary>
    public required IReadOnlyList<ConfigValue> Values { get; init; }

    /// <summary>What is no error but worth a line.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
