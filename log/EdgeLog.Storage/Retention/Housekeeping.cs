namespace EdgeLog.Storage;

/// <summary>
/// Looks after retention: decides what goes, and asks the pipeline to roll and <see cref="SegmentDropper"/> to drop. A
/// loop of its own, started and stopped with the log.
/// </summary>
internal sealed class Housekeeping(LogContext context, LogDirectory log, LogPipeline pipeline)
{
    /// <summary>The loop; ends when it is cancelled or the log has failed.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(context.Limits.HousekeepingInterval, context.Time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            await RunOnceAsync(cancellation);
        }
    }

    /// <summary>One look at every partition.</summary>
    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        context.Clock.Check();
        DateTimeOffset now = context.Clock.Steady;
        if (!log.Mirrors.IsComplete)
        {
            // What goes now could not be told from what a mirror still wants.
            return;
        }

        foreach (Partition partition in log.Topics.Snapshot.Values.SelectMany(topic => topic.Partitions))
        {
            if (IsOld(partition, now))
            {
                await pipeline.ExecuteAsync(new RollCommand(context, partition)).WaitAsync(cancellation);
            }

            PartitionSnapshot snapshot = partition.Snapshot;
            int expired = RetentionPolicy.CountExpired(snapshot, partition.Topic.Config, now);
            if (expired > 0)
            {
                long before = snapshot.Sealed[expired - 1].NextOffset;
                await log.Dropper.DropAsync([new SegmentDrop(partition, before, DropCause.Retention)], cancellation);
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
}
