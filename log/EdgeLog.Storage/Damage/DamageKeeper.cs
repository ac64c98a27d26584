using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>
/// What becomes of damage that is found while the log runs: it is taken out of what readers see, told to the operator,
/// and declared. Safe from any thread; the declaring is a loop of its own, started and stopped with the log.
/// </summary>
internal sealed partial class DamageKeeper(LogContext context, LogDirectory log)
{
    /// <summary>Ranges that wait to be declared; more than that are declared at the next start.</summary>
    private const int QueueMax = 1_000;

    private readonly ILogger _logger = context.Loggers.CreateLogger<DamageKeeper>();
    private readonly Channel<(Partition Partition, QuarantinedRange Range)> _undeclared =
        Channel.CreateBounded<(Partition, QuarantinedRange)>(
            new BoundedChannelOptions(QueueMax) { FullMode = BoundedChannelFullMode.DropWrite });

    private long _found;

    /// <summary>Damaged ranges found since the log was opened.</summary>
    public long Found => Volatile.Read(ref _found);

    /// <summary>Takes in what a reader or the scrub found in a segment.</summary>
    public void Report(Partition partition, object segment, IReadOnlyList<QuarantinedRange> found)
    {
        var command = new QuarantineCommand(context, partition, segment, found);
        if (log.IsStarted)
        {
            log.Inbox.TryAdd(command);
        }
        else
        {
            command.Apply();
        }
    }

    /// <summary>The ranges are not served any more. Flusher's.</summary>
    public void OnQuarantined(Partition partition, IReadOnlyList<QuarantinedRange> ranges)
    {
        foreach (QuarantinedRange range in ranges)
        {
            Interlocked.Increment(ref _found);
            LogFound(
                partition.Id.ToString(),
                range.FromOffset,
                range.ToOffset - 1,
                LogPaths.Segment(partition.Directory, range.SegmentBaseOffset, LogPaths.LogSuffix),
                range.Position);
            _undeclared.Writer.TryWrite((partition, range));
        }
    }

    /// <summary>The loop; ends when it is cancelled or the log has failed.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // What is not declared when this is asked to stop, the next start declares.
        await foreach ((Partition partition, QuarantinedRange range) in _undeclared.Reader.ReadAllAsync(cancellation))
        {
            while (!await log.Gaps.DeclareDamageAsync(partition, (range.FromOffset, range.ToOffset), cancellation))
            {
                await Task.Delay(context.Limits.DeclareRetryInterval, context.Time, cancellation);
            }
        }
    }
}
