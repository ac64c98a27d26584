namespace EdgeLog.Gateway.Health;

/// <summary>The gateway's health, part by part.</summary>
internal sealed record HealthReport(HealthState Status, IReadOnlyList<PartHealth> Parts);

/// <summary>One part's health.</summary>
internal sealed record PartHealth(string Name, HealthState State, string? Reason);

/// <summary>How healthy.</summary>
internal enum HealthState
{
    /// <summary>All is well.</summary>
    Healthy,

    /// <summary>Something is down that loses nothing and stops nobody: a mirror, a sensor, the HTTP port.</summary>
    Degraded,

    /// <summary>The log does not take writes, or the MQTT or Kafka listener is not open.</summary>
    Unhealthy,
}
