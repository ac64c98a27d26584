using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>
/// One data directory: its lock, its topics and partitions, and the pipeline that makes appends durable. The root object
/// of the log; everything else reaches the log through it.
/// </summary>
public sealed class LogDirectory : IAsyncDisposable
{
    /// <summary>
    /// Locks and opens a data directory: recovers what an unclean stop left, replays the internal topics, starts the
    /// pipeline. Throws <see cref="StorageException"/> where the directory is locked, of a newer format or unusable.
    /// </summary>
    public static Task<LogDirectory> OpenAsync(
        LogDirectoryOptions options, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>The identity of this data directory, made when it was created: Kafka's cluster id, the mirror's gateway id.</summary>
    public Guid Id => throw new NotImplementedException();

    /// <summary>The directory's absolute path.</summary>
    public string Path => throw new NotImplementedException();

    /// <summary>All topics.</summary>
    public TopicCatalog Topics => throw new NotImplementedException();

    /// <summary>What recovery found and did when the directory was opened.</summary>
    public RecoveryReport Recovery => throw new NotImplementedException();

    /// <summary>Counters and gauges for status and metrics; a consistent-enough copy.</summary>
    public LogStatistics Statistics => throw new NotImplementedException();

    /// <summary>
    /// Completes when the log has stopped; faults with the <see cref="StorageException"/> of the write or flush that
    /// failed, after which every append is refused and the process is to exit.
    /// </summary>
    public Task Completion => throw new NotImplementedException();

    /// <summary>A producer id never given out before, durably so.</summary>
    public ValueTask<long> AllocateProducerIdAsync(CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>
    /// Appends several requests that stand or fall together: one journal entry, so that after a power cut either all of
    /// them are there or none. Returns when they are admitted.
    /// </summary>
    public ValueTask AppendTogetherAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Replaces the settings that may change at run time: commit interval, topic defaults, limits.</summary>
    public void Reconfigure(LogDirectoryOptions options) => throw new NotImplementedException();

    /// <summary>Stops cleanly: drains, flushes everything, leaves the clean marker, releases the lock.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
