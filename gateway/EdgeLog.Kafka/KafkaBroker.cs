using EdgeLog.Kafka.Groups;
using EdgeLog.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Kafka;

/// <summary>
/// What all Kafka listeners of a gateway have in common: the log and the coordinator of groups. A client that comes by
/// one listener is in the same group as one that comes by another.
/// </summary>
public sealed class KafkaBroker : IDisposable
{
    private KafkaBroker(LogDirectory log, GroupCoordinator groups)
    {
        Log = log;
        Groups = groups;
    }

    /// <summary>The log.</summary>
    public LogDirectory Log { get; }

    internal GroupCoordinator Groups { get; }

    /// <summary>Reads what the log has of groups. Groups are served while <see cref="RunAsync"/> runs.</summary>
    public static KafkaBroker Open(LogDirectory log, GroupLimits limits, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(loggers);
        return new KafkaBroker(log, GroupCoordinator.Open(log, limits, time, loggers));
    }

    /// <summary>The coordinators' loops; end when they are cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => Groups.RunAsync(cancellation);

    /// <inheritdoc />
    public void Dispose() => Groups.Dispose();
}
