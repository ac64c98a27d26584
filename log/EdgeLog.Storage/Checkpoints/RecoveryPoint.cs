namespace EdgeLog.Storage;

/// <summary>Up to where a partition's segments are flushed: where recovery begins to look.</summary>
internal readonly record struct RecoveryPoint
{
    /// <summary>The segment the point is in.</summary>
    public required long SegmentBaseOffset { get; init; }

    /// <summary>Its flushed length in bytes.</summary>
    public required long Position { get; init; }

    /// <summary>The offset behind the last flushed record.</summary>
    public required long NextOffset { get; init; }

    /// <summary>The first offset that the saved producers' states do not cover; -1 where none are saved.</summary>
    public required long ProducersOffset { get; init; }

    /// <summary>The oldest offset that counts; what lies before was dropped.</summary>
    public required long LogStartOffset { get; init; }

    /// <summary>What the segment is known again by, as far as it was flushed.</summary>
    public required SegmentFingerprint Fingerprint { get; init; }

    /// <summary>The checksum of <c>leader-epoch-checkpoint</c>; 0 where none is known.</summary>
    public uint EpochsCrc { get; init; }
}
