namespace EdgeLog.Storage;

/// <summary>
/// Rolls a partition's active segment that has grown old without an append, so that retention can reach it.
/// </summary>
internal sealed class RollCommand(LogContext context, Partition partition) : WriterCommand
{
    private ActiveSegment? _next;

    public override void ExecuteOnWriter(LogWriter writer)
    {
        PartitionWriter tail = partition.Writer;
        if (tail.IsDeleted || tail.Active.Position == 0)
        {
            return;
        }

        // Without room of its own: it is rolled above all where there is none, so that the old segment may go.
        _next = context.TryCreateSegment(partition, tail.NextOffset, 0);
        if (_next is not null)
        {
            tail.Active = _next;
            writer.MarkDirty(tail);
        }
    }

    public override void ExecuteOnFlusher(Flusher flusher)
    {
        if (_next is not null && !partition.IsDeleted)
        {
            flusher.EnsureActive(partition, _next);
        }
    }
}
