namespace EdgeLog.Storage;

/// <summary>Collects <see cref="LogStatistics"/> from where the numbers are kept.</summary>
internal static class LogStatisticsReading
{
    public static LogStatistics Read(LogContext context, LogDirectory log, LogPipeline pipeline)
    {
        LogCounters counters = context.Counters;
        SpaceReading space = context.Space.Reading;
        (TimeSpan p50, TimeSpan p99) = counters.FlushTimes();
        return new LogStatistics
        {
            SizeBytes = log.Topics.Snapshot.Values.Sum(topic => topic.Partitions.Sum(partition => partition.SizeBytes)),
            RecordsAppended = counters.RecordsAppended,
            BytesAppended = counters.BytesAppended,
            CommitGroups = counters.CommitGroups,
            Flushes = counters.Flushes,
            JournalBytes = counters.JournalBytes,
            BypassedBytes = counters.BypassedBytes,
            DeferredRecords = counters.DeferredRecords,
            JournalStalls = counters.JournalStalls,
            FlushP50 = p50,
            FlushP99 = p99,
            InboxBytes = pipeline.Inbox.Bytes,
            Progress = counters.Progress,
            HasPendingWork = pipeline.HasPendingWork,
            FilesystemFreeBytes = space.FreeBytes,
            UsedBytes = space.UsedBytes,
            LimitBytes = space.LimitBytes,
            ReserveBytes = space.ReserveBytes,
            IsFull = log.SpaceKeeper.IsFull,
            RefusedAppends = counters.RefusedAppends,
            Gaps = log.Gaps.Totals,
            Compaction = context.Compaction.Read(),
        };
    }
}
