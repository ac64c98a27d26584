namespace EdgeLog.Storage;

/// <summary>
/// Makes commit groups durable, in order, on a thread of its own; then shows them to readers and tells who waits. Owns the
/// published side of every partition: snapshot, high watermark, index of the active segment.
/// </summary>
internal sealed class Flusher(LogContext context, GroupExchange exchange)
{
    private readonly List<ActiveSegment> _touched = [];

    /// <summary>The loop; runs until the writer has ended, or until the log fails.</summary>
    public void Run()
    {
        while (exchange.TakeGroup() is { } group)
        {
            try
            {
                if (context.Failure.Cause is { } cause)
                {
                    group.Fail(cause);
                }
                else
                {
                    Flush(group);
                }
            }
            catch (Exception exception)
            {
                group.Fail(context.Failure.Set(exception));
            }

            exchange.Return(group);
            context.Counters.CountProgress();
        }
    }

    private void Flush(CommitGroup group)
    {
        foreach (GroupBlock block in group.Blocks)
        {
            EnsureActive(block.Partition, block.Segment, block.BaseOffset);
            block.Segment.Write(group.BatchesOf(block), block.Position);
            if (!_touched.Contains(block.Segment))
            {
                _touched.Add(block.Segment);
            }
        }

        long started = context.Time.GetTimestamp();
        foreach (ActiveSegment segment in _touched)
        {
            segment.File.Flush();
            segment.FlushedPosition = segment.WrittenPosition;
            context.Counters.CountFlush();
        }

        _touched.Clear();
        if (group.Blocks.Count > 0)
        {
            context.Counters.AddFlushTime(context.Time.GetElapsedTime(started));
        }

        exchange.OnFlushed();
        Publish(group);
    }

    private void Publish(CommitGroup group)
    {
        foreach (GroupBlock block in group.Blocks)
        {
            block.Partition.MoveHighWatermark(block.NextOffset);
            context.Counters.CountBlock(block);
        }

        foreach (WriterCommand command in group.Commands)
        {
            command.ExecuteOnFlusher(this);
            command.Complete();
        }

        foreach (AppendRequest request in group.Requests)
        {
            request.Complete();
        }

        context.Counters.CountGroup();
    }

    /// <summary>
    /// Makes <paramref name="segment"/> the one readers see as active. The segment before it is flushed first, then the new
    /// name, and only then is anything written to the new one.
    /// </summary>
    public void EnsureActive(Partition partition, ActiveSegment segment, long baseOffset)
    {
        PartitionSnapshot snapshot = partition.Snapshot;
        if (snapshot.Active == segment)
        {
            return;
        }

        ActiveSegment old = snapshot.Active;
        old.File.Flush();
        context.Counters.CountFlush();
        SealedSegment sealedSegment = Seal(partition, old, baseOffset);
        context.Files.FlushDirectory(partition.Directory);
        partition.Publish(snapshot with { Sealed = snapshot.Sealed.Add(sealedSegment), Active = segment });
    }

    private SealedSegment Seal(Partition partition, ActiveSegment segment, long nextOffset)
    {
        // Gives back what was reserved and not used.
        segment.File.Truncate(segment.WrittenPosition);
        IndexCheck.Write(
            context.Files,
            LogPaths.Segment(partition.Directory, segment.BaseOffset, LogPaths.OffsetIndexSuffix),
            LogPaths.Segment(partition.Directory, segment.BaseOffset, LogPaths.TimeIndexSuffix),
            segment.Index);
        segment.Retire();
        return new SealedSegment(
            partition.Directory, segment.BaseOffset, nextOffset, segment.WrittenPosition, context.OpenSegments)
        {
            AppendedAt = context.Time.GetUtcNow(),
        };
    }
}
