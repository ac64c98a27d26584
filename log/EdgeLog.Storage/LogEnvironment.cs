using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>
/// The world a log lives in: clock, disk, bounds, and where it writes its diary. Tests replace parts of it.
/// </summary>
internal sealed record LogEnvironment(TimeProvider Time, ILoggerFactory Loggers, LogFileSystem Files, LogLimits Limits)
{
    /// <summary>What the machine says of its clock.</summary>
    public HostClock HostClock { get; init; } = HostClock.For(Time);
}
