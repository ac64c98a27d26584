using EdgeLog.Bridge;
using EdgeLog.Connect;
using EdgeLog.Devices;
using EdgeLog.Gateway.Configuration;
using EdgeLog.Gateway.Status;
using EdgeLog.Kafka;
using EdgeLog.Mqtt;
using EdgeLog.Network.Security;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Hosting;

/// <summary>The parts of a running gateway. The parts stay; the configuration is swapped whole by a reload.</summary>
internal sealed class GatewayParts
{
    private volatile GatewayConfig? _config;

    /// <summary>The log.</summary>
    public required LogDirectory Log { get; init; }

    /// <summary>The MQTT server, one for all its listeners.</summary>
    public required MqttServer Mqtt { get; init; }

    /// <summary>Who may do what, for all listeners.</summary>
    public required AccessControl Access { get; init; }

    /// <summary>What all Kafka listeners have in common.</summary>
    public required KafkaBroker Kafka { get; init; }

    /// <summary>The sensors.</summary>
    public required DeviceFleet Devices { get; init; }

    /// <summary>The mirrors.</summary>
    public required MirrorFleet Mirrors { get; init; }

    /// <summary>The connectors.</summary>
    public required ConnectorFleet Connectors { get; init; }

    /// <summary>What is listened on.</summary>
    public required ListenerSet Listeners { get; init; }

    /// <summary>How fast things go.</summary>
    public required RateMeter Rates { get; init; }

    /// <summary>All time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>When the gateway started, by the monotonic clock.</summary>
    public required long StartedTimestamp { get; init; }

    /// <summary>The configuration in force.</summary>
    public required GatewayConfig Config
    {
        get => _config!;
        set
        {
            _config = value;
            ConfigLoadedAt = Time.GetUtcNow();
        }
    }

    /// <summary>When it was read.</summary>
    public DateTimeOffset ConfigLoadedAt { get; private set; }
}
