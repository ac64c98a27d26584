using static System.Buffers.Binary.BinaryPrimitives;

namespace EdgeLog.Records;

/// <summary>Changes header fields of a whole batch in place, and its checksum where that covers them.</summary>
public static class RecordBatchRewriter
{
    /// <summary>Sets the first record's offset. Outside the checksum.</summary>
    public static void SetBaseOffset(Span<byte> batch, Offset baseOffset) =>
        WriteInt64BigEndian(batch[RecordBatchLayout.BaseOffset..], baseOffset.Value);

    /// <summary>Sets the epoch in which the batch is appended. Outside the checksum.</summary>
    public static void SetLeaderEpoch(Span<byte> batch, LeaderEpoch epoch) =>
        WriteInt32BigEndian(batch[RecordBatchLayout.PartitionLeaderEpoch..], epoch.Value);

    /// <summary>Stamps the batch with the log's time, in milliseconds, and computes the checksum anew.</summary>
    public static void SetLogAppendTime(Span<byte> batch, long timestampMs) =>
        SetLogAppendTime(batch, new RecordStamp(timestampMs, TimeTrust.Trusted));

    /// <summary>Stamps the batch with the log's time and its trust, and computes the checksum anew.</summary>
    public static void SetLogAppendTime(Span<byte> batch, RecordStamp stamp)
    {
        Span<byte> attributes = batch[RecordBatchLayout.Attributes..];
        int bits = ReadInt16BigEndian(attributes) & ~RecordBatchLayout.UntrustedTimeBit;
        bits |= RecordBatchLayout.LogAppendTimeBit;
        bits |= stamp.Trust == TimeTrust.Untrusted ? RecordBatchLayout.UntrustedTimeBit : 0;
        WriteInt16BigEndian(attributes, (short)bits);
        WriteInt64BigEndian(batch[RecordBatchLayout.MaxTimestamp..], stamp.TimestampMs);
        WriteChecksum(batch);
    }

    /// <summary>
    /// Moves the times that an untrusted clock gave by <paramref name="shiftMs"/>, takes the mark away and computes the
    /// checksum anew.
    /// </summary>
    public static void CorrectTimes(Span<byte> batch, long shiftMs)
    {
        Span<byte> attributes = batch[RecordBatchLayout.Attributes..];
        int bits = ReadInt16BigEndian(attributes);
        Shift(batch[RecordBatchLayout.MaxTimestamp..], shiftMs);
        if ((bits & RecordBatchLayout.LogAppendTimeBit) == 0)
        {
            // Else the log's time is the latest one alone, and the records keep their producer's.
            Shift(batch[RecordBatchLayout.BaseTimestamp..], shiftMs);
        }

        WriteInt16BigEndian(attributes, (short)(bits & ~RecordBatchLayout.UntrustedTimeBit));
        WriteChecksum(batch);
    }

    /// <summary>Says that the batch's times are its producer's own, and computes the checksum anew.</summary>
    public static void ClearTimeMark(Span<byte> batch)
    {
        Span<byte> attributes = batch[RecordBatchLayout.Attributes..];
        int bits = ReadInt16BigEndian(attributes) & ~RecordBatchLayout.UntrustedTimeBit;
        WriteInt16BigEndian(attributes, (short)bits);
        WriteChecksum(batch);
    }

    /// <summary>Sets the latest time of any record, in milliseconds, and computes the checksum anew.</summary>
    public static void SetMaxTimestamp(Span<byte> batch, long maxTimestampMs)
    {
        WriteInt64BigEndian(batch[RecordBatchLayout.MaxTimestamp..], maxTimestampMs);
        WriteChecksum(batch);
    }

    /// <summary>Puts another producer on the batch and computes the checksum anew.</summary>
    public static void SetProducer(Span<byte> batch, RecordProducer producer)
    {
        WriteInt64BigEndian(batch[RecordBatchLayout.ProducerId..], producer.Id);
        WriteInt16BigEndian(batch[RecordBatchLayout.ProducerEpoch..], producer.Epoch);
        WriteInt32BigEndian(batch[RecordBatchLayout.BaseSequence..], producer.BaseSequence);
        WriteChecksum(batch);
    }

    /// <summary>Makes the batch a marker and computes the checksum anew.</summary>
    internal static void MarkAsControl(Span<byte> batch)
    {
        Span<byte> attributes = batch[RecordBatchLayout.Attributes..];
        WriteInt16BigEndian(attributes, (short)(ReadInt16BigEndian(attributes) | RecordBatchLayout.ControlBit));
        WriteChecksum(batch);
    }

    /// <summary>Computes the checksum of <paramref name="batch"/>, which is one whole batch, and writes it.</summary>
    public static void WriteChecksum(Span<byte> batch) =>
        WriteUInt32BigEndian(
            batch[RecordBatchLayout.Crc..], Crc32C.Compute(batch[RecordBatchLayout.Attributes..]));

    private static void Shift(Span<byte> field, long shiftMs)
    {
        // A batch without records has no time.
        long timestampMs = ReadInt64BigEndian(field);
        WriteInt64BigEndian(field, timestampMs < 0 ? timestampMs : timestampMs + shiftMs);
    }
}
