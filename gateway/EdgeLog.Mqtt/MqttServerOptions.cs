using EdgeLog.Network.Security;

namespace EdgeLog.Mqtt;

/// <summary>What an <see cref="MqttServer"/> is told.</summary>
public sealed record MqttServerOptions
{
    /// <summary>The bounds.</summary>
    public MqttLimits Limits { get; init; } = MqttLimits.Default;

    /// <summary>The routes; the first that matches wins, what matches none goes to topic <c>mqtt</c>.</summary>
    public IReadOnlyList<MqttRouteConfig> Routes { get; init; } = [];

    /// <summary>
    /// Who may do what, for the server's whole life: it is reconfigured, not replaced. Null: everyone everything.
    /// </summary>
    public AccessControl? Access { get; init; }
}
