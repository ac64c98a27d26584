using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>Brings a data directory to a state it can be opened in. Single-threaded, before the pipeline starts.</summary>
internal static class LogRecovery
{
    public static void Recover(LogContext context, LogDirectory log, CancellationToken cancellation)
    {
        long started = context.Time.GetTimestamp();
        var catalog = new Topic(CatalogLog.TopicName, CatalogLog.TopicId, TopicConfig.Default);
        string catalogDirectory = LogPaths.Partition(context.Directory, new TopicPartition(CatalogLog.TopicName, 0));
        if (PartitionFolder.ReadTopicId(catalogDirectory) is null)
        {
            catalog.AddPartitions(log.CreatePartitions(catalog, 0, 1));
        }
        else
        {
            catalog.AddPartitions([Open(context, log, catalog, 0)]);
        }

        log.CatalogPartition = catalog.Partitions[0];
        foreach (CatalogEntry entry in CatalogLog.ReadAll(log.CatalogPartition))
        {
            log.CatalogChanges.Replay(entry);
        }

        var topics = new List<Topic> { catalog };
        foreach ((string name, TopicRecord record) in log.CatalogChanges.Records)
        {
            cancellation.ThrowIfCancellationRequested();
            _ = LogPaths.TryParseTopicId(record.Id, out Guid id);
            var topic = new Topic(name, id, TopicConfig.Create(log.Options.TopicDefaults, record.Config));
            topic.AddPartitions(Enumerable.Range(0, record.Partitions).Select(i => Open(context, log, topic, i)));
            topics.Add(topic);
        }

        log.Topics.Publish(topics);
        log.Recovery = new RecoveryReport(
            false, topics.Sum(topic => topic.Partitions.Length), 0, 0, context.Time.GetElapsedTime(started), []);
    }

    private static Partition Open(LogContext context, LogDirectory log, Topic topic, int index)
    {
        var id = new TopicPartition(topic.Name, index);
        string directory = LogPaths.Partition(context.Directory, id);
        long[] bases = [.. Directory.EnumerateFiles(directory, "*.log")
            .Select(LogPaths.ParseBaseOffset).OfType<long>().Order()];
        var closed = new List<SealedSegment>();
        for (int i = 0; i < bases.Length - 1; i++)
        {
            var info = new FileInfo(LogPaths.Segment(directory, bases[i], LogPaths.LogSuffix));
            closed.Add(new SealedSegment(directory, bases[i], bases[i + 1], info.Length, context.OpenSegments)
            {
                AppendedAt = info.LastWriteTimeUtc,
            });
        }

        LogFile file = context.Files.OpenOrCreate(LogPaths.Segment(directory, bases[^1], LogPaths.LogSuffix));
        var active = new ActiveSegment(bases[^1], file, context.Time.GetUtcNow());
        var producers = new ProducerStates();
        long next = bases[^1];
        long end = 0;
        using (var walk = new BatchWalk(file, 0, file.Length))
        {
            while (walk.MoveNext())
            {
                var bytes = new byte[walk.Header.SizeBytes];
                file.Read(bytes, walk.Position);
                if (!new RecordBatch(bytes).HasValidChecksum() || walk.Header.BaseOffset.Value < next)
                {
                    break;
                }

                active.Index.Add(walk.Header, (int)walk.Position);
                if (walk.Header.ProducerId >= 0)
                {
                    producers.Add(walk.Header, walk.Header.MaxTimestampMs);
                }

                next = walk.Header.NextOffset.Value;
                end = walk.Next;
            }
        }

        file.Truncate(end);
        file.Flush();
        active.Resume(end);
        return new Partition(log, topic, id, new RecoveredPartition
        {
            Snapshot = new PartitionSnapshot([.. closed], active, bases[0], []),
            NextOffset = next,
            Producers = producers,
            Epochs = new LeaderEpochs([]),
        });
    }
}
