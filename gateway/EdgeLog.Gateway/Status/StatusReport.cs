using EdgeLog.Gateway.Health;

namespace EdgeLog.Gateway.Status;

/// <summary>Everything that <c>edgelog status</c> shows; its JSON names are a contract with scripts.</summary>
internal sealed record StatusReport
{
    /// <summary>The gateway's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>Healthy, degraded or unhealthy.</summary>
    public required HealthState State { get; init; }

    /// <summary>Why, one sentence each; empty where healthy.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Since the start.</summary>
    public required double UptimeSeconds { get; init; }

    /// <summary>The configuration file, or null for the defaults.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>When the configuration in force was read.</summary>
    public required DateTimeOffset ConfigLoadedAt { get; init; }

    /// <summary>Whether the file has changed since.</summary>
    public required bool ConfigFileChanged { get; init; }

    /// <summary>The data directory.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Resident memory.</summary>
    public required long ResidentBytes { get; init; }

    /// <summary>What is listened on, with actual ports.</summary>
    public required IReadOnlyList<ListenerView> Listeners { get; init; }

    /// <summary>MQTT.</summary>
    public required MqttView Mqtt { get; init; }

    /// <summary>Kafka's API.</summary>
    public required KafkaView Kafka { get; init; }

    /// <summary>The sensors.</summary>
    public required IReadOnlyList<DeviceView> Devices { get; init; }

    /// <summary>The log.</summary>
    public required LogView Log { get; init; }

    /// <summary>The mirrors.</summary>
    public required IReadOnlyList<MirrorView> Mirrors { get; init; }

    /// <summary>The connectors.</summary>
    public required IReadOnlyList<ConnectorView> Connectors { get; init; }

    /// <summary>Declared gaps: data dropped, expired before it was mirrored, damaged or refused.</summary>
    public required long Gaps { get; init; }

    /// <summary>How many records those gaps tell of.</summary>
    public required long GapRecords { get; init; }

    /// <summary>Whether the clock is believed.</summary>
    public required ClockView Clock { get; init; }

    /// <summary>Records that a transform rejected.</summary>
    public required long DeadLetters { get; init; }
}
