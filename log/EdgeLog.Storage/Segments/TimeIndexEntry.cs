using System.Buffers.Binary;

namespace EdgeLog.Storage;

/// <summary>One line of a time index: 12 bytes, big-endian.</summary>
/// <param name="TimestampMs">The latest time of any record so far, in milliseconds since 1970 UTC.</param>
/// <param name="RelativeOffset">The last offset of the batch that holds it, less the segment's base offset.</param>
internal readonly record struct TimeIndexEntry(long TimestampMs, int RelativeOffset)
{
    public const int Size = 12;

    public static TimeIndexEntry Read(ReadOnlySpan<byte> source) =>
        new(BinaryPrimitives.ReadInt64BigEndian(source), BinaryPrimitives.ReadInt32BigEndian(source[8..]));

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt64BigEndian(destination, TimestampMs);
        BinaryPrimitives.WriteInt32BigEndian(destination[8..], RelativeOffset);
    }
}
