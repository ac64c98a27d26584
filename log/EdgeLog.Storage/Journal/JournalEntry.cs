using System.Buffers.Binary;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// One commit group as it stands in the journal, big-endian, under one checksum:
/// <code>
/// entry  magic u32 | crc u32 of all behind it | length i32 | blocks i32 | journal epoch i64 | group sequence i64 |
/// block…
/// block  topic id 16 | partition i32 | length i32 | base offset i64 | next offset i64 | batches (length bytes)
/// </code>
/// A block of length 0 is a note: the partition's batches of this group were written to its segment and flushed there.
/// </summary>
internal static class JournalEntry
{
    public const uint Magic = 0x454C4A31;
    public const int HeaderSize = 32;
    public const int BlockHeaderSize = 40;

    private const int CrcPosition = 4;
    private const int LengthPosition = 8;

    /// <summary>Leaves room for the entry's header at the start of an empty buffer.</summary>
    public static void Begin(GroupBuffer buffer) => buffer.Take(HeaderSize);

    /// <summary>Leaves room for a block's header; returns where it is.</summary>
    public static int BeginBlock(GroupBuffer buffer)
    {
        int start = buffer.Length;
        buffer.Take(BlockHeaderSize);
        return start;
    }

    /// <summary>Writes the header of a block whose batches were written behind it.</summary>
    public static void EndBlock(GroupBuffer buffer, int headerStart, in GroupBlock block) =>
        WriteBlockHeader(buffer.Slice(headerStart, BlockHeaderSize), block, block.Length);

    /// <summary>Adds a note about a block that went to its segment.</summary>
    public static void AddNote(GroupBuffer buffer, in GroupBlock block) =>
        WriteBlockHeader(buffer.Take(BlockHeaderSize), block, 0);

    /// <summary>Completes the entry: header and checksum.</summary>
    public static void End(GroupBuffer buffer, int blocks, long journalEpoch, long groupSequence)
    {
        Span<byte> entry = buffer.Slice(0, buffer.Length);
        BinaryPrimitives.WriteUInt32BigEndian(entry, Magic);
        BinaryPrimitives.WriteInt32BigEndian(entry[LengthPosition..], entry.Length);
        BinaryPrimitives.WriteInt32BigEndian(entry[12..], blocks);
        BinaryPrimitives.WriteInt64BigEndian(entry[16..], journalEpoch);
        BinaryPrimitives.WriteInt64BigEndian(entry[24..], groupSequence);
        BinaryPrimitives.WriteUInt32BigEndian(entry[CrcPosition..], Crc32C.Compute(entry[LengthPosition..]));
    }

    /// <summary>The length that a header says.</summary>
    public static int LengthOf(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadInt32BigEndian(header[LengthPosition..]);

    /// <summary>The sequence that a header says.</summary>
    public static long SequenceOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt64BigEndian(header[24..]);

    /// <summary>Whether a header is an entry's, of that life of the journal.</summary>
    public static bool IsOf(ReadOnlySpan<byte> header, long journalEpoch) =>
        IsEntry(header) && EpochOf(header) == journalEpoch;

    /// <summary>Whether a header is an entry's, of whatever life.</summary>
    public static bool IsEntry(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header) == Magic;

    /// <summary>The life of the journal that a header says.</summary>
    public static long EpochOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt64BigEndian(header[16..]);

    /// <summary>Whether a whole entry is as it was written.</summary>
    public static bool HasValidChecksum(ReadOnlySpan<byte> entry) =>
        BinaryPrimitives.ReadUInt32BigEndian(entry[CrcPosition..]) == Crc32C.Compute(entry[LengthPosition..]);

    private static void WriteBlockHeader(Span<byte> header, in GroupBlock block, int length)
    {
        block.Partition.Topic.Id.TryWriteBytes(header, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(header[16..], block.Partition.Id.Partition);
        BinaryPrimitives.WriteInt32BigEndian(header[20..], length);
        BinaryPrimitives.WriteInt64BigEndian(header[24..], block.BaseOffset);
        BinaryPrimitives.WriteInt64BigEndian(header[32..], block.NextOffset);
    }
}
