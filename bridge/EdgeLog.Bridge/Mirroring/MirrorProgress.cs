using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Bridge;

/// <summary>Where a mirror's loop stands, as an immutable picture that others may look at.</summary>
internal sealed record MirrorProgress(long CatalogVersion, IReadOnlyList<TopicProgress> Topics)
{
    public static MirrorProgress None { get; } = new(-1, []);
}

/// <summary>The same of one topic.</summary>
internal sealed record TopicProgress(
    Topic Source, string Target, PartitionTrouble? Trouble, IReadOnlyList<PartitionProgress> Partitions);

/// <summary>The same of one partition.</summary>
internal readonly record struct PartitionProgress(Partition Source, Offset Acknowledged, long OldestTimestampMs)
{
    public long BacklogRecords => Math.Max(0, Source.HighWatermark - Acknowledged);
}
