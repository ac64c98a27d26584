using EdgeLog.Records;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>
/// Compacts the topics whose <c>cleanup.policy</c> says so: looks for the dirtiest partition, takes the superseded out
/// of it, and goes on until none is dirty enough. A loop of its own whose work runs on a thread of low priority; owns
/// how far each partition is compacted. Started and stopped with the log.
/// </summary>
internal sealed partial class Compactor(LogContext context, LogDirectory log, LogPipeline pipeline)
{
    private readonly ILogger _logger = context.Loggers.CreateLogger<Compactor>();
    private readonly CompactionProgress _progress = new(context.Files, context.Directory);
    private readonly Dictionary<PartitionKey, long> _failedAt = [];

    /// <summary>Tells the partitions that were ever compacted, before anybody reads them.</summary>
    public void MarkCompacted()
    {
        foreach (Topic topic in log.Topics.Snapshot.Values)
        {
            foreach (Partition partition in topic.Partitions)
            {
                if (_progress.Knows(PartitionKey.Of(partition)))
                {
                    partition.MarkCompacted();
                }
            }
        }
    }

    /// <summary>The loop; ends when it is cancelled or the log has failed.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(context.Limits.CompactionInterval, context.Time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            await RunOnceAsync(cancellation);
        }
    }

    /// <summary>Compacts, the dirtiest first, until nothing is due.</summary>
    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        await RollOldAsync(cancellation);
        while (FindDirtiest() is { } partition)
        {
            await CompactAsync(partition, cancellation);
        }
    }

    /// <summary>Seals active segments whose records wait longer than <c>max.compaction.lag.ms</c> allows.</summary>
    private async Task RollOldAsync(CancellationToken cancellation)
    {
        foreach (Topic topic in log.Topics.Snapshot.Values)
        {
            if (!topic.Config.IsCompacted)
            {
                continue;
            }

            foreach (Partition partition in topic.Partitions)
            {
                if (CompactionPolicy.IsRollDue(partition.Snapshot, topic.Config, context.Clock.Steady))
                {
                    await pipeline.ExecuteAsync(new RollCommand(context, partition)).WaitAsync(cancellation);
                }
            }
        }
    }

    private Partition? FindDirtiest()
    {
        DateTimeOffset now = context.Clock.Steady;
        Partition? dirtiest = null;
        double highest = 0;
        double highestDue = 0;
        foreach (Topic topic in log.Topics.Snapshot.Values)
        {
            if (!topic.Config.IsCompacted)
            {
                continue;
            }

            foreach (Partition partition in topic.Partitions)
            {
                DirtyRange range = RangeOf(partition, now);
                double ratio = range.DirtyRatio;
                highest = Math.Max(highest, ratio);
                if (ratio > highestDue
                    && CompactionPolicy.IsDue(range, topic.Config, now)
                    && !HasFailedJustNow(partition))
                {
                    (dirtiest, highestDue) = (partition, ratio);
                }
            }
        }

        context.Compaction.SetDirtyRatio(highest);
        return dirtiest;
    }

    private DirtyRange RangeOf(Partition partition, DateTimeOffset now) => CompactionPolicy.RangeOf(
        partition.Snapshot, partition.Topic.Config, _progress.FirstDirty(partition), now);

    private bool HasFailedJustNow(Partition partition) =>
        _failedAt.TryGetValue(PartitionKey.Of(partition), out long failedAt)
        && context.Time.GetElapsedTime(failedAt) < context.Limits.CompactionRetry;

    private async Task CompactAsync(Partition partition, CancellationToken cancellation)
    {
        try
        {
            await PassAsync(partition, cancellation);
            _failedAt.Remove(PartitionKey.Of(partition));
        }
        catch (Exception exception) when (IsOfPartition(exception))
        {
            _failedAt[PartitionKey.Of(partition)] = context.Time.GetTimestamp();
            if (!partition.IsDeleted)
            {
                context.Compaction.CountFailure();
                LogUncleanable(
                    partition.Id.ToString(), (int)context.Limits.CompactionRetry.TotalMinutes, exception.Message);
            }
        }
    }

    private async Task PassAsync(Partition partition, CancellationToken cancellation)
    {
        DateTimeOffset now = context.Clock.Steady;
        DirtyRange range = RangeOf(partition, now);

        // Recovery points move behind the range first: recovery never compares a compacted segment with the journal.
        await pipeline.SaveAsync().WaitAsync(cancellation);
        var tails = new ProducerTailsCommand(partition);
        await pipeline.ExecuteAsync(tails).WaitAsync(cancellation);
        if (!_progress.Knows(PartitionKey.Of(partition)))
        {
            // Known before the first hole is there: who finds one must not take it for damage.
            partition.MarkCompacted();
            _progress.Set(partition, range.FirstDirtyOffset, log.Topics);
        }

        CompactionOptions options = log.Options.Compaction;
        var run = new CompactionRun
        {
            Context = context,
            Partition = partition,
            Config = partition.Topic.Config,
            Range = range,
            NowMs = now.ToUnixTimeMilliseconds(),
            ProducerTails = tails.Tails,
            Throttle = new CompactionThrottle(context.Time, options.BytesPerSecond, cancellation),
        };
        var pass = new PartitionCompaction(run, log, pipeline);
        long end = range.FirstDirtyOffset;
        await LowPriorityThread.RunAsync("Compactor", () => end = pass.Run(options.KeyMapBytes));
        if (end <= range.FirstDirtyOffset)
        {
            throw new UncleanableException($"A transaction at offset {end} is not decided yet.");
        }

        _progress.Set(partition, end, log.Topics);
        context.Compaction.CountRun();
        context.Compaction.CountDropped(pass.Dropped);
        Report(partition, range, end, pass);
    }

    private void Report(Partition partition, DirtyRange range, long end, PartitionCompaction pass)
    {
        LogCompacted(partition.Id.ToString(), range.FirstDirtyOffset, end, pass.Dropped);
        if (pass.Keyless > 0)
        {
            LogKeyless(partition.Id.ToString(), pass.Keyless);
        }
    }

    /// <summary>Whether it concerns one partition and not the whole log.</summary>
    private bool IsOfPartition(Exception exception) =>
        context.Failure.Cause is null
        && exception is UncleanableException
            or InvalidRecordException
            or CodecUnavailableException
            or IOException
            or InsufficientMemoryException
            or OverflowException;
}
