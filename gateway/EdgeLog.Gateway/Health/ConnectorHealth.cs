using EdgeLog.Connect;

namespace EdgeLog.Gateway.Health;

/// <summary>A connector's health: degraded where it has failed or waits; paused is what somebody wanted.</summary>
internal static class ConnectorHealth
{
    public static PartHealth Of(ConnectorStatus connector) => new(
        $"connector {connector.Name}",
        connector.State == ConnectorState.Failed || connector.Task.Error is not null
            ? HealthState.Degraded
            : HealthState.Healthy,
        connector.Task.Error);
}
