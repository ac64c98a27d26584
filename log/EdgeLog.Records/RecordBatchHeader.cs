using static System.Buffers.Binary.BinaryPrimitives;

namespace EdgeLog.Records;

/// <summary>
/// The 61 bytes before a batch's records. Big-endian; the checksum covers everything from the attributes on.
/// </summary>
public readonly record struct RecordBatchHeader
{
    /// <summary>The header's size in bytes.</summary>
    public const int Size = 61;

    /// <summary>The bytes before <c>batchLength</c>'s count begins: base offset and the length itself.</summary>
    public const int LogOverhead = 12;

    /// <summary>The offset of the batch's first record.</summary>
    public Offset BaseOffset { get; init; }

    /// <summary>The size of the whole batch in bytes, header included.</summary>
    public int SizeBytes { get; init; }

    /// <summary>The epoch in which the batch was appended.</summary>
    public LeaderEpoch PartitionLeaderEpoch { get; init; }

    /// <summary>The format version; 2.</summary>
    public byte Magic { get; init; }

    /// <summary>CRC-32C of everything from the attributes on.</summary>
    public uint Crc { get; init; }

    /// <summary>The attribute bits as they stand.</summary>
    public short Attributes { get; init; }

    /// <summary>The last record's offset less <see cref="BaseOffset"/>.</summary>
    public int LastOffsetDelta { get; init; }

    /// <summary>
    /// What the records' times count from, in milliseconds since 1970 UTC: the first record's time as a rule.
    /// </summary>
    public long BaseTimestampMs { get; init; }

    /// <summary>The latest time of any record in the batch.</summary>
    public long MaxTimestampMs { get; init; }

    /// <summary>The producer's id, or -1.</summary>
    public long ProducerId { get; init; }

    /// <summary>The producer's epoch, or -1.</summary>
    public short ProducerEpoch { get; init; }

    /// <summary>The first record's sequence number, or -1.</summary>
    public int BaseSequence { get; init; }

    /// <summary>How many records the batch says it holds.</summary>
    public int RecordCount { get; init; }

    /// <summary>How the records are compressed.</summary>
    public CompressionCodec Codec => (CompressionCodec)(Attributes & 0x07);

    /// <summary>Who stamped the records.</summary>
    public TimestampType TimestampType => (TimestampType)((Attributes >> 3) & 1);

    /// <summary>Whether the batch is part of a transaction.</summary>
    public bool IsTransactional => (Attributes & 0x10) != 0;

    /// <summary>Whether the batch is a marker and not data.</summary>
    public bool IsControl => (Attributes & 0x20) != 0;

    /// <summary>
    /// Whether the clock that stamped the records could be trusted. A mark of this log's own, bit 15 of the attributes.
    /// </summary>
    public TimeTrust TimeTrust => (Attributes & RecordBatchLayout.UntrustedTimeBit) != 0
        ? TimeTrust.Untrusted
        : TimeTrust.Trusted;

    /// <summary>
    /// Whether compaction has set a time from which on the batch's tombstones or its marker may go (KIP-534).
    /// </summary>
    public bool HasDeleteHorizon => (Attributes & RecordBatchLayout.DeleteHorizonBit) != 0;

    /// <summary>
    /// That time, in milliseconds since 1970 UTC, which stands where the first record's time stands otherwise; null
    /// where none is set.
    /// </summary>
    public long? DeleteHorizonMs => HasDeleteHorizon ? BaseTimestampMs : null;

    /// <summary>The offset of the batch's last record.</summary>
    public Offset LastOffset => BaseOffset + LastOffsetDelta;

    /// <summary>The offset behind the batch.</summary>
    public Offset NextOffset => BaseOffset + LastOffsetDelta + 1;

    /// <summary>Reads a header; <paramref name="source"/> holds at least <see cref="Size"/> bytes.</summary>
    public static RecordBatchHeader Read(ReadOnlySpan<byte> source)
    {
        source = source[..Size];
        return new RecordBatchHeader
        {
            BaseOffset = new Offset(ReadInt64BigEndian(source)),
            SizeBytes = unchecked(ReadInt32BigEndian(source[RecordBatchLayout.Length..]) + LogOverhead),
            PartitionLeaderEpoch =
                new LeaderEpoch(ReadInt32BigEndian(source[RecordBatchLayout.PartitionLeaderEpoch..])),
            Magic = source[RecordBatchLayout.Magic],
            Crc = ReadUInt32BigEndian(source[RecordBatchLayout.Crc..]),
            Attributes = ReadInt16BigEndian(source[RecordBatchLayout.Attributes..]),
            LastOffsetDelta = ReadInt32BigEndian(source[RecordBatchLayout.LastOffsetDelta..]),
            BaseTimestampMs = ReadInt64BigEndian(source[RecordBatchLayout.BaseTimestamp..]),
            MaxTimestampMs = ReadInt64BigEndian(source[RecordBatchLayout.MaxTimestamp..]),
            ProducerId = ReadInt64BigEndian(source[RecordBatchLayout.ProducerId..]),
            ProducerEpoch = ReadInt16BigEndian(source[RecordBatchLayout.ProducerEpoch..]),
            BaseSequence = ReadInt32BigEndian(source[RecordBatchLayout.BaseSequence..]),
            RecordCount = ReadInt32BigEndian(source[RecordBatchLayout.RecordCount..]),
        };
    }

    /// <summary>Writes the header; <paramref name="destination"/> holds at least <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination = destination[..Size];
        WriteInt64BigEndian(destination, BaseOffset.Value);
        WriteInt32BigEndian(destination[RecordBatchLayout.Length..], SizeBytes - LogOverhead);
        WriteInt32BigEndian(destination[RecordBatchLayout.PartitionLeaderEpoch..], PartitionLeaderEpoch.Value);
        destination[RecordBatchLayout.Magic] = Magic;
        WriteUInt32BigEndian(destination[RecordBatchLayout.Crc..], Crc);
        WriteInt16BigEndian(destination[RecordBatchLayout.Attributes..], Attributes);
        WriteInt32BigEndian(destination[RecordBatchLayout.LastOffsetDelta..], LastOffsetDelta);
        WriteInt64BigEndian(destination[RecordBatchLayout.BaseTimestamp..], BaseTimestampMs);
        WriteInt64BigEndian(destination[RecordBatchLayout.MaxTimestamp..], MaxTimestampMs);
        WriteInt64BigEndian(destination[RecordBatchLayout.ProducerId..], ProducerId);
        WriteInt16BigEndian(destination[RecordBatchLayout.ProducerEpoch..], ProducerEpoch);
        WriteInt32BigEndian(destination[RecordBatchLayout.BaseSequence..], BaseSequence);
        WriteInt32BigEndian(destination[RecordBatchLayout.RecordCount..], RecordCount);
    }
}
