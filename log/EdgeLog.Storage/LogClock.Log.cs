using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>What the clock writes to the operator's log.</summary>
public sealed partial class LogClock
{
    [LoggerMessage(
        2030,
        LogLevel.Warning,
        "The clock is not trusted: {Reason}.\n"
            + " effect  records get times that count on from {Time:u} and are corrected once the time is known; "
            + "nothing expires early\n"
            + " fix     synchronise the clock (chrony, systemd-timesyncd), or set it")]
    private partial void LogUntrusted(string reason, DateTimeOffset time);

    [LoggerMessage(
        2031,
        LogLevel.Information,
        "The clock is trusted: {Time:u}. Times that were given before, since the machine was started, are corrected by "
            + "{Shift}")]
    private partial void LogTrusted(DateTimeOffset time, TimeSpan shift);
}
