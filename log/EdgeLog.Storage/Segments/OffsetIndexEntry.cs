namespace EdgeLog.Storage;

/// <summary>One line of an offset index: 8 bytes, big-endian.</summary>
/// <param name="RelativeOffset">The last offset of a batch, less the segment's base offset.</param>
/// <param name="Position">Where that batch begins in the segment, in bytes.</param>
internal readonly record struct OffsetIndexEntry(int RelativeOffset, int Position)
{
    public const int Size = 8;
}
