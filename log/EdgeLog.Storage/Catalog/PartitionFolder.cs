using System.Text;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>A partition's folder: made, identified and removed.</summary>
internal static class PartitionFolder
{
    private const string MetadataName = "partition.metadata";

    /// <summary>
    /// Creates the folder with its id and an empty segment. The folder's own name is flushed by the caller.
    /// </summary>
    public static Partition Create(LogContext context, LogDirectory log, Topic topic, int index, long startOffset)
    {
        var id = new TopicPartition(topic.Name, index);
        string directory = LogPaths.Partition(context.Directory, id);
        SetAside(context, directory);
        context.Files.CreateDirectory(directory);
        WriteMetadata(context, directory, topic.Id);
        return new Partition(log, topic, id, CreateEmpty(context, directory, startOffset));
    }

    /// <summary>
    /// An empty partition that begins at <paramref name="startOffset"/>, durable but for the folder's name.
    /// </summary>
    public static RecoveredPartition CreateEmpty(LogContext context, string directory, long startOffset)
    {
        LogFile file = context.Files.OpenOrCreate(LogPaths.Segment(directory, startOffset, LogPaths.LogSuffix));
        context.Files.FlushDirectory(directory);
        var active = new ActiveSegment(startOffset, file, context.Clock.Steady);
        return new RecoveredPartition
        {
            Snapshot = new PartitionSnapshot([], active, startOffset, []),
            NextOffset = startOffset,
            Producers = new ProducerStates(),
            Epochs = new LeaderEpochs([]),
        };
    }

    /// <summary>Whether the folder holds no record.</summary>
    public static bool IsEmpty(string directory) => Directory
        .EnumerateFiles(directory, "*" + LogPaths.LogSuffix)
        .All(path => new FileInfo(path).Length == 0);

    /// <summary>
    /// Removes a deleted partition's folder: renamed first, so that a crash leaves nothing that looks alive.
    /// </summary>
    public static void Delete(LogContext context, Partition partition)
    {
        string grave = partition.Directory + "." + LogPaths.FormatTopicId(partition.Topic.Id) + LogPaths.DeletedSuffix;
        context.Files.Rename(partition.Directory, grave);
        context.Files.DeleteDirectory(grave);
    }

    /// <summary>Writes the topic's id into the folder, in Kafka's format.</summary>
    public static void WriteMetadata(LogContext context, string directory, Guid topicId) =>
        AtomicFile.WriteUnflushedName(
            context.Files,
            Path.Combine(directory, MetadataName),
            Encoding.ASCII.GetBytes($"version: 0\ntopic_id: {LogPaths.FormatTopicId(topicId)}\n"));

    /// <summary>The topic's id in a folder, or null where it is not there.</summary>
    public static Guid? ReadTopicId(string directory)
    {
        string? line = ChecksummedText.ReadUnchecked(Path.Combine(directory, MetadataName))?
            .FirstOrDefault(line => line.StartsWith("topic_id: ", StringComparison.Ordinal));
        return line is not null && LogPaths.TryParseTopicId(line.AsSpan("topic_id: ".Length).Trim(), out Guid id)
            ? id
            : null;
    }

    /// <summary>
    /// Whether a folder is a partition's whatever <c>partition.metadata</c> says: by what its segments are known
    /// by.
    /// </summary>
    public static bool IsOf(LogContext context, string directory, PartitionKey key, RecoveryPoint? point)
    {
        if (FingerprintFile.ReadOwner(directory) is { } owner)
        {
            return owner == key;
        }

        string path = LogPaths.Segment(directory, point?.SegmentBaseOffset ?? 0, LogPaths.LogSuffix);
        if (point is not { Fingerprint.IsEmpty: false } || !File.Exists(path))
        {
            return false;
        }

        using LogFile file = context.Files.OpenRead(path);
        return file.Length > 0 && point.Value.Fingerprint.IsOf(file);
    }

    /// <summary>
    /// Makes way for a new folder: an empty one goes, one that holds records is kept under another name.
    /// </summary>
    private static void SetAside(LogContext context, string directory)
    {
        if (File.Exists(directory))
        {
            context.Files.Rename(directory, LogPaths.Aside(directory));
        }

        if (!Directory.Exists(directory))
        {
            return;
        }

        if (IsEmpty(directory))
        {
            context.Files.DeleteDirectory(directory);
            return;
        }

        Guid id = ReadTopicId(directory) ?? Guid.NewGuid();
        context.Files.Rename(directory, $"{directory}.kept-{LogPaths.FormatTopicId(id)}");
    }
}
