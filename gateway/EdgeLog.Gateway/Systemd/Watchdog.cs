using System.Globalization;

namespace EdgeLog.Gateway.Systemd;

/// <summary>
/// Tells systemd that the gateway lives, as long as its work moves: a log that has work waiting and makes no progress
/// between two looks is not reported alive, and systemd restarts it.
/// </summary>
internal sealed class Watchdog(SdNotify notify, Func<WorkProgress> progress, TimeSpan interval, TimeProvider time)
{
    private WorkProgress _seen;

    /// <summary>How often systemd expects to hear from this process; null where it does not.</summary>
    public static TimeSpan? IntervalFromEnvironment()
    {
        var pid = Environment.GetEnvironmentVariable("WATCHDOG_PID");
        var isOurs = string.IsNullOrEmpty(pid) || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return isOurs && long.TryParse(
            Environment.GetEnvironmentVariable("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var microseconds)
            && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
    }

    /// <summary>Looks three times per interval, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        _seen = progress();
        notify.Watchdog();
        using var timer = new PeriodicTimer(interval / 3, time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            Look();
        }
    }

    /// <summary>One look: reports life where there was progress or nothing to do.</summary>
    internal void Look()
    {
        var now = progress();
        var alive = !now.HasFailed && (!now.HasPendingWork || now.Progress != _seen.Progress);
        _seen = now;
        if (alive)
        {
            notify.Watchdog();
        }
    }
}
