using EdgeLog.Gateway.Hosting;

namespace EdgeLog.Gateway.Metrics;

/// <summary>Who came, who was turned away, and until when certificates hold.</summary>
internal static class SecurityMetrics
{
    /// <summary>Adds them.</summary>
    public static void Write(PrometheusText text, GatewayParts parts)
    {
        var access = parts.Access.Statistics;
        text.Counter("edgelog_logins_total", "Logins by outcome; throttled ones were not looked at.")
            .Sample("outcome", "accepted", access.LoginsAccepted)
            .Sample("outcome", "refused", access.LoginsRefused)
            .Sample("outcome", "throttled", access.LoginsThrottled);
        text.Counter("edgelog_access_denied_total", "What the access list denied, by operation.")
            .Sample("operation", "publish", access.PublishesDenied)
            .Sample("operation", "subscribe", access.SubscriptionsDenied)
            .Sample("operation", "deliver", access.DeliveriesWithheld)
            .Sample("operation", "kafka", access.KafkaDenied);
        text.Counter("edgelog_connections_dropped_total", "Connections that a reload no longer let be.")
            .Sample(access.ConnectionsDropped);
        var gates = parts.Listeners.Gates.Where(gate => gate.Tls is not null).ToList();
        text.Counter("edgelog_tls_handshake_failures_total", "TLS handshakes that failed, by listener.");
        foreach (var gate in gates)
        {
            text.Sample("listener", gate.Listener.Name, gate.Tls!.FailedCount);
        }

        text.Gauge("edgelog_tls_certificate_expiry_timestamp_seconds", "Until when a listener's certificate holds.");
        foreach (var gate in gates)
        {
            var until = new DateTimeOffset(gate.Tls!.Material.ValidUntil).ToUnixTimeSeconds();
            text.Sample("listener", gate.Listener.Name, until);
        }
    }
}
