using System.Collections.Immutable;

namespace EdgeLog.Storage;

/// <summary>
/// Takes a partition's oldest sealed segments out of what readers see, and moves the log start behind them.
/// </summary>
internal sealed class DropSegmentsCommand(SegmentDrop drop) : WriterCommand
{
    public Partition Partition => drop.Partition;

    /// <summary>The segments that were taken out; their files are still there.</summary>
    public ImmutableArray<SealedSegment> Dropped { get; private set; } = [];

    /// <summary>How many of the snapshot's segments a drop takes.</summary>
    public static int Count(SegmentDrop drop, PartitionSnapshot snapshot)
    {
        ImmutableArray<SealedSegment> segments = snapshot.Sealed;
        int count = 0;
        while (count < segments.Length && segments[count].NextOffset <= drop.BeforeOffset)
        {
            count++;
        }

        return drop.Partition.IsDeleted ? 0 : count;
    }

    public override void ExecuteOnWriter(LogWriter writer) => writer.MarkDirty(drop.Partition.Writer);

    public override void ExecuteOnFlusher(Flusher flusher)
    {
        PartitionSnapshot snapshot = drop.Partition.Snapshot;
        int count = Count(drop, snapshot);
        if (count == 0)
        {
            return;
        }

        Dropped = snapshot.Sealed[..count];
        drop.Partition.Publish(snapshot with
        {
            Sealed = snapshot.Sealed.RemoveRange(0, count),
            LogStartOffset = Math.Max(snapshot.LogStartOffset, Dropped[^1].NextOffset),
        });
    }
}
