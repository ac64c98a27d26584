using EdgeLog.Bridge;
using EdgeLog.Gateway.Configuration;
using EdgeLog.Gateway.Configuration.Values;
using EdgeLog.Gateway.Hosting;

namespace EdgeLog.Gateway.Health;

/// <summary>Judges the gateway's health by its parts.</summary>
internal static class HealthCheck
{
    /// <summary>How it stands now.</summary>
    public static HealthReport Judge(GatewayParts parts)
    {
        List<PartHealth> all =
        [
            Log(parts),
            .. parts.Listeners.Listeners.Select(Listener),
            .. parts.Devices.Status.Select(d => DeviceHealth.Of(d)),
            .. parts.Mirrors.Status.Select(Mirror),
            .. parts.Connectors.Status.Select(ConnectorHealth.Of),
        ];
        return new HealthReport(all.Max(p => p.State), all);
    }

    private static PartHealth Log(GatewayParts parts)
    {
        var completion = parts.Log.Completion;
        if (completion.IsFaulted)
        {
            return new PartHealth("log", HealthState.Unhealthy, completion.Exception!.InnerException!.Message);
        }

        if (completion.IsCompleted)
        {
            return new PartHealth("log", HealthState.Unhealthy, "the log has stopped");
        }

        var log = parts.Log.Statistics;
        return log.IsFull
            ? new PartHealth(
                "log", HealthState.Unhealthy,
                $"full: {SizeText.Format(log.UsedBytes)} of {SizeText.Format(log.LimitBytes)}, fs free "
                    + $"{SizeText.Format(log.FilesystemFreeBytes)}, and nothing may be dropped. Appends are refused; "
                    + "reading and mirroring go on. Make room, raise data.budget, or set edgelog.overflow")
            : new PartHealth("log", HealthState.Healthy, null);
    }

    private static PartHealth Listener(OpenListener listener)
    {
        var name = $"listener {listener.Config.Name}";
        if (listener.Reason is null)
        {
            return new PartHealth(name, HealthState.Healthy, null);
        }

        var state = listener.Config.Protocol == ListenerProtocol.Http ? HealthState.Degraded : HealthState.Unhealthy;
        return new PartHealth(name, state, listener.Reason);
    }

    private static PartHealth Mirror(MirrorStatus mirror)
    {
        var name = $"mirror {mirror.Name}";
        return mirror.State switch
        {
            MirrorState.Ok or MirrorState.Connecting => new PartHealth(name, HealthState.Healthy, null),
            MirrorState.Down => new PartHealth(
                name, HealthState.Degraded,
                $"{mirror.To} unreachable {(mirror.DownFor is { } down ? DurationText.Rough(down) : "")}: "
                    + $"{mirror.LastError?.TrimEnd('.')}. "
                + "Ingest fine. Nothing lost."),
            MirrorState.Refused => new PartHealth(
                name, HealthState.Degraded,
                string.Join("; ", mirror.WaitingTopics.Select(t => $"{t.Error} for {t.Target}: this topic waits"))),
            _ => new PartHealth(name, HealthState.Degraded, mirror.LastError ?? "stopped"),
        };
    }
}
