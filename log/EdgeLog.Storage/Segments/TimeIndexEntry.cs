namespace EdgeLog.Storage;

/// <summary>One line of a time index: 12 bytes, big-endian.</summary>
/// <param name="TimestampMs">The latest time of any record so far, in milliseconds since 1970 UTC.</param>
/// <param name="RelativeOffset">The last offset of the batch that holds it, less the segment's base offset.</param>
internal readonly record struct TimeIndexEntry(long TimestampMs, int RelativeOffset)
{
    public const int Size = 12;
}
