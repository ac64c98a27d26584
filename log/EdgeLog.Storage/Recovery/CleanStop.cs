namespace EdgeLog.Storage;

/// <summary>
/// The last steps of a clean stop, after the pipeline has ended: unused room given back, indexes written, everything
/// flushed and checkpointed, and last the marker that says so.
/// </summary>
internal static class CleanStop
{
    public static void Save(LogContext context, LogPipeline pipeline, IReadOnlyList<Partition> partitions)
    {
        try
        {
            if (context.Failure.Cause is null)
            {
                foreach (Partition partition in partitions)
                {
                    Settle(context, partition);
                }
            }

            pipeline.SaveLast(partitions);
            if (context.Failure.Cause is null)
            {
                context.Clock.Save();
                LogState.MarkClean(context.Files, context.Directory, pipeline.JournalEpoch);
            }
        }
        catch (IOException exception)
        {
            // The stop is then not a clean one: the next start recovers.
            context.Failure.Set(exception);
        }

        foreach (Partition partition in partitions)
        {
            partition.MarkClosed();
            partition.Snapshot.Active.Retire();
            foreach (SealedSegment segment in partition.Snapshot.Sealed)
            {
                segment.Retire();
            }
        }
    }

    private static void Settle(LogContext context, Partition partition)
    {
        ActiveSegment writing = partition.Writer.Active;
        if (writing != partition.Snapshot.Active)
        {
            // Rolled, and nothing was appended since: the empty file is not needed.
            context.Files.Delete(writing.File.Path);
            writing.Dispose();
            partition.Writer.Active = partition.Snapshot.Active;
        }

        ActiveSegment active = partition.Snapshot.Active;
        if (active.ReservedTo > active.WrittenPosition)
        {
            active.File.Truncate(active.WrittenPosition);
            active.WriteIndexes(context.Files, partition.Directory);
        }
    }
}
