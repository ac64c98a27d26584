using System.Collections.Immutable;

namespace EdgeLog.Storage;

/// <summary>
/// Takes a partition's oldest sealed segments out of what readers see, and moves the log start behind them.
/// </summary>
internal sealed class DropSegmentsCommand(Partition partition, int count) : WriterCommand
{
    /// <summary>The segments that were taken out; their files are still there.</summary>
    public ImmutableArray<SealedSegment> Dropped { get; private set; } = [];

    public override void ExecuteOnWriter(LogWriter writer) => writer.MarkDirty(partition.Writer);

    public override void ExecuteOnFlusher(Flusher flusher)
    {
        PartitionSnapshot snapshot = partition.Snapshot;
        int dropped = Math.Min(count, snapshot.Sealed.Length);
        if (partition.IsDeleted || dropped == 0)
        {
            return;
        }

        Dropped = snapshot.Sealed[..dropped];
        partition.Publish(snapshot with
        {
            Sealed = snapshot.Sealed.RemoveRange(0, dropped),
            LogStartOffset = Math.Max(snapshot.LogStartOffset, Dropped[^1].NextOffset),
        });
    }
}
