namespace EdgeLog.Storage;

/// <summary>
/// A place in a segment where offsets are missing: damaged bytes, which are kept and never served, or none at all.
/// </summary>
/// <param name="SegmentBaseOffset">The segment.</param>
/// <param name="Position">Where the damage begins in it, in bytes.</param>
/// <param name="EndPosition">Where the good batches go on.</param>
/// <param name="FromOffset">The first offset that is missing.</param>
/// <param name="ToOffset">The first that is there again.</param>
internal readonly record struct QuarantinedRange(
    long SegmentBaseOffset, long Position, long EndPosition, long FromOffset, long ToOffset)
{
    /// <summary>In place of <see cref="ToOffset"/>, until the flusher says which offset it is.</summary>
    public const long OpenEnd = long.MaxValue;

    /// <summary>Whether a walk that has come to <paramref name="position"/> meets this.</summary>
    public bool IsAt(long position) =>
        position >= Position && (position < EndPosition || (position == Position && EndPosition == Position));
}
