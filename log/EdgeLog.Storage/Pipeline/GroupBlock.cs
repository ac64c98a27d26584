namespace EdgeLog.Storage;

/// <summary>
/// The batches a commit group brings to one segment: contiguous in offsets, in the file and in the group's buffer.
/// </summary>
internal readonly record struct GroupBlock
{
    public required Partition Partition { get; init; }

    public required ActiveSegment Segment { get; init; }

    /// <summary>Where the batches go in the segment, in bytes.</summary>
    public required long Position { get; init; }

    public required long BaseOffset { get; init; }

    public required long NextOffset { get; init; }

    public required BlockRoute Route { get; init; }

    /// <summary>Where the batches begin in the buffer of their route.</summary>
    public required int Start { get; init; }

    public required int Length { get; init; }

    public required int RecordCount { get; init; }
}
