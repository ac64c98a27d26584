using EdgeLog.Connect;

namespace EdgeLog.Gateway.Metrics;

/// <summary>The metrics of connectors.</summary>
internal static class ConnectorMetrics
{
    public static void Write(PrometheusText text, IReadOnlyList<ConnectorStatus> connectors)
    {
        Each(text.Gauge("edgelog_connector_running", "1 where it runs."), connectors, c =>
            c.State == ConnectorState.Running ? 1 : 0);
        Each(text.Gauge("edgelog_connector_failed", "1 where it has failed and waits to start again."), connectors, c =>
            c.State == ConnectorState.Failed ? 1 : 0);
        Each(text.Gauge("edgelog_connector_paused", "1 where somebody paused it."), connectors, c =>
            c.State == ConnectorState.Paused ? 1 : 0);
        Each(
            text.Counter("edgelog_connector_records_total", "Records appended, or taken by the other side."),
            connectors, c => c.Task.RecordCount);
        Each(text.Counter("edgelog_connector_dead_letters_total", "Rejected for good."), connectors, c =>
            c.Task.DeadLetterCount);
        Each(text.Counter("edgelog_connector_dropped_total", "Dropped by a transform on purpose."), connectors, c =>
            c.Task.DroppedCount);
        Each(text.Gauge("edgelog_connector_backlog_records", "A sink's records not handed over yet."), connectors, c =>
            c.Task.LagCount);
        Each(
            text.Counter("edgelog_connector_gap_records_total", "Gone from the log before a sink handed them over."),
            connectors, c => c.Task.GapCount);
    }

    private static void Each(
        PrometheusText text, IReadOnlyList<ConnectorStatus> connectors, Func<ConnectorStatus, double> value)
    {
        foreach (var connector in connectors)
        {
            text.Sample("connector", connector.Name, value(connector));
        }
    }
}
