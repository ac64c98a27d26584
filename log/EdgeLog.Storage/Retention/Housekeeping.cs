using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>
/// Looks after retention: decides, asks the pipeline to roll and drop, and removes the files once the checkpoint no
/// longer needs them. A loop of its own, started and stopped with the log.
/// </summary>
internal sealed partial class Housekeeping(LogContext context, LogDirectory log, LogPipeline pipeline)
{
    private readonly RetentionClock _clock = new(context.Time);
    private readonly ILogger _logger = context.Loggers.CreateLogger<Housekeeping>();

    /// <summary>The loop; ends when it is cancelled or the log has failed.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(context.Limits.HousekeepingInterval, context.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                await RunOnceAsync(cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop.
        }
        catch (StorageException)
        {
            // The log has failed; whoever owns it sees that in its completion.
        }
        catch (IOException exception)
        {
            context.Failure.Set(exception);
        }
    }

    /// <summary>One look at every partition.</summary>
    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        DateTimeOffset? now = _clock.Read();
        foreach (Partition partition in log.Topics.Snapshot.Values.SelectMany(topic => topic.Partitions))
        {
            if (IsOld(partition, now))
            {
                await pipeline.ExecuteAsync(new RollCommand(context, partition)).WaitAsync(cancellation);
            }

            int expired = RetentionPolicy.CountExpired(partition.Snapshot, partition.Topic.Config, now);
            if (expired > 0)
            {
                await DropAsync(partition, expired, cancellation);
            }
        }
    }

    /// <summary>
    /// Whether nothing was appended for so long that only rolling lets time retention reach the records.
    /// </summary>
    private static bool IsOld(Partition partition, DateTimeOffset? now)
    {
        TopicConfig config = partition.Topic.Config;
        ActiveSegment active = partition.Snapshot.Active;
        bool isBounded = config.IsDeleted && config.Retention is not null && now is not null;
        if (!isBounded || active.WrittenPosition == 0)
        {
            return false;
        }

        TimeSpan age = now!.Value - active.CreatedAt;
        return age >= config.SegmentAge || age > config.Retention!.Value;
    }

    private async Task DropAsync(Partition partition, int count, CancellationToken cancellation)
    {
        var drop = new DropSegmentsCommand(partition, count);
        await pipeline.ExecuteAsync(drop).WaitAsync(cancellation);
        if (drop.Dropped.IsEmpty)
        {
            return;
        }

        // The new log start is durable before a file goes: else a power cut could bring back some and not others.
        await pipeline.ExecuteAsync(new SaveCommand()).WaitAsync(cancellation);
        foreach (SealedSegment segment in drop.Dropped)
        {
            segment.Delete();
        }

        context.Files.FlushDirectory(partition.Directory);
        LogDropped(
            partition.Id.ToString(), drop.Dropped[0].BaseOffset, drop.Dropped[^1].NextOffset - 1, drop.Dropped.Length);
    }

    [LoggerMessage(
        2010, LogLevel.Information, "Retention dropped offsets {From} to {To} of {Partition}: {Segments} segments")]
    private partial void LogDropped(string partition, long from, long to, int segments);
}
