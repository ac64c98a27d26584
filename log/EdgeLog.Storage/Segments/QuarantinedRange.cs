namespace EdgeLog.Storage;

/// <summary>Bytes of a segment that recovery found damaged, with good ones behind them. Kept, never served.</summary>
/// <param name="SegmentBaseOffset">The segment.</param>
/// <param name="Position">Where the damage begins in it, in bytes.</param>
/// <param name="EndPosition">Where the good batches go on.</param>
/// <param name="FromOffset">The first offset that is missing.</param>
/// <param name="ToOffset">The first that is there again.</param>
internal readonly record struct QuarantinedRange(
    long SegmentBaseOffset, long Position, long EndPosition, long FromOffset, long ToOffset);
