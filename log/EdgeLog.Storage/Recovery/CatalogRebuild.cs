using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Brings back what the catalog has lost: topics of which only the folders are left, partitions beyond those it knows,
/// and the producer ids given out. Nothing is taken in that was deleted.
/// </summary>
internal static class CatalogRebuild
{
    /// <summary>Far more ids than can have been given out since the last record that is left.</summary>
    private const long ProducerIdsSkipped = 1_000_000;

    /// <summary>What it was to keep is not known: nothing expires by defaults that were not its own.</summary>
    private static readonly SortedDictionary<string, string> KeepEverything = new()
    {
        ["retention.ms"] = "-1",
        ["retention.bytes"] = "-1",
        ["edgelog.overflow"] = "refuse",
    };

    public static void Run(LogDirectory log, List<string> findings)
    {
        TopicPartition[] folders = [.. LogPaths.PartitionFolders(log.Path)
            .Select(path => LogPaths.ParsePartition(path)!.Value)
            .Where(id => id.Topic != CatalogLog.TopicName)];
        foreach (IGrouping<string, TopicPartition> folder in folders.GroupBy(id => id.Topic))
        {
            Restore(log, folder, findings);
        }

        Partition catalog = log.CatalogPartition;
        bool isLost = catalog.HighWatermark == catalog.LogStartOffset && folders.Length > 0;
        if (isLost || !catalog.Snapshot.Quarantined.IsEmpty)
        {
            log.CatalogChanges.RaiseProducerIds(Math.Max(
                log.CatalogChanges.NextProducerId + ProducerIdsSkipped, log.Now.ToUnixTimeMilliseconds()));
        }
    }

    private static void Restore(LogDirectory log, IGrouping<string, TopicPartition> folders, List<string> findings)
    {
        CatalogChanges catalog = log.CatalogChanges;
        catalog.Records.TryGetValue(folders.Key, out TopicRecord? record);
        Guid? id = null;
        int partitions = record?.Partitions ?? 0;
        foreach (TopicPartition folder in folders)
        {
            string directory = LogPaths.Partition(log.Path, folder);
            Guid? found = PartitionFolder.ReadTopicId(directory);
            bool isLeft = found is not null
                && (record is null ? !catalog.IsKnown(found.Value) : record.Id == LogPaths.FormatTopicId(found.Value))
                && folder.Partition < log.Limits.PartitionsPerTopic
                && !PartitionFolder.IsEmpty(directory);
            if (isLeft)
            {
                id = found;
                partitions = Math.Max(partitions, folder.Partition + 1);
            }
        }

        if (id is null || partitions == record?.Partitions)
        {
            return;
        }

        record ??= new TopicRecord
        {
            Id = LogPaths.FormatTopicId(id.Value),
            Partitions = 0,
            Config = KeepEverything,
        };
        catalog.Restore(folders.Key, record with { Partitions = partitions });
        findings.Add(record.Partitions == 0
            ? $"The catalog does not know topic {folders.Key}, whose folders are there: it was taken in again, with "
                + $"{partitions} partitions. Its settings are lost: it keeps everything until retention.ms, "
                + "retention.bytes and edgelog.overflow are set again."
            : $"The catalog knows {record.Partitions} partitions of topic {folders.Key}; {partitions} are there.");
    }
}
