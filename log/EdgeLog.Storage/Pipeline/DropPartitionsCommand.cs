namespace EdgeLog.Storage;

/// <summary>Ends deleted partitions: the writer refuses what still comes, the flusher tells readers.</summary>
internal sealed class DropPartitionsCommand(IReadOnlyList<Partition> partitions) : WriterCommand
{
    public override void ExecuteOnWriter(LogWriter writer)
    {
        foreach (Partition partition in partitions)
        {
            writer.Forget(partition);
        }
    }

    public override void ExecuteOnFlusher(Flusher flusher)
    {
        foreach (Partition partition in partitions)
        {
            flusher.Deferred.Forget(partition);
            partition.MarkDeleted();
            partition.Snapshot.Active.Retire();
            foreach (SealedSegment segment in partition.Snapshot.Sealed)
            {
                segment.Retire();
            }
        }
    }
}
