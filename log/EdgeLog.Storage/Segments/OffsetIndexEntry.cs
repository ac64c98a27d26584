using System.Buffers.Binary;

namespace EdgeLog.Storage;

/// <summary>One line of an offset index: 8 bytes, big-endian.</summary>
/// <param name="RelativeOffset">The last offset of a batch, less the segment's base offset.</param>
/// <param name="Position">Where that batch begins in the segment, in bytes.</param>
internal readonly record struct OffsetIndexEntry(int RelativeOffset, int Position)
{
    public const int Size = 8;

    public static OffsetIndexEntry Read(ReadOnlySpan<byte> source) =>
        new(BinaryPrimitives.ReadInt32BigEndian(source), BinaryPrimitives.ReadInt32BigEndian(source[4..]));

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination, RelativeOffset);
        BinaryPrimitives.WriteInt32BigEndian(destination[4..], Position);
    }
}
