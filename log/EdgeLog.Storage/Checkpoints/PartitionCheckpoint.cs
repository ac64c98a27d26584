namespace EdgeLog.Storage;

/// <summary>One partition at a moment: where its log ends and, where they changed, its producers and epochs.</summary>
internal sealed record PartitionCheckpoint
{
    public required Partition Partition { get; init; }

    public required ActiveSegment Segment { get; init; }

    /// <summary>Whether the segment is flushed that far already, as after recovery.</summary>
    public bool IsFlushed { get; init; }

    /// <summary>The segment's length in bytes.</summary>
    public required long Position { get; init; }

    /// <summary>The offset of the next record.</summary>
    public required long NextOffset { get; init; }

    /// <summary>The producers' states as they are written to their file; null where they did not change.</summary>
    public byte[]? Producers { get; init; }

    /// <summary>The first offset that the saved producers' states do not cover; -1 where there are none.</summary>
    public required long ProducersOffset { get; init; }

    /// <summary>The leader epochs as they are written to their file; null where they did not change.</summary>
    public byte[]? Epochs { get; init; }

    /// <summary>The checksum of the leader epochs' file, this one or the one before; 0 where there is none.</summary>
    public required uint EpochsCrc { get; init; }
}
