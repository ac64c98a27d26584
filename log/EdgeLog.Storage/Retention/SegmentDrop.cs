namespace EdgeLog.Storage;

/// <summary>The complete segments of a partition that end at or before an offset are to go.</summary>
internal sealed record SegmentDrop(Partition Partition, long BeforeOffset, DropCause Cause);
