using EdgeLog.Records.Compression;

namespace EdgeLog.Records;

/// <summary>
/// Decides whether what a producer sent may be appended: one whole batch, sound down to the last record. Compressed
/// records are unfolded for the look and thrown away; throws <see cref="CodecUnavailableException"/> where this system
/// cannot unfold them. Safe from any thread.
/// </summary>
public static class RecordBatchValidator
{
    private const int NoRecord = -1;

    /// <summary>Validates <paramref name="bytes"/>; says what is wrong, in the order of the format.</summary>
    public static RecordBatchError Validate(
        ReadOnlySpan<byte> bytes, in ValidationRules rules, out RecordBatchHeader header)
    {
        RecordBatchValidation validation = Inspect(bytes, rules);
        header = validation.Header;
        return validation.Error;
    }

    /// <summary>
    /// Validates <paramref name="bytes"/>; says also which record is wrong and what the latest time is.
    /// </summary>
    public static RecordBatchValidation Inspect(ReadOnlySpan<byte> bytes, in ValidationRules rules)
    {
        RecordBatchError error = CheckEnvelope(bytes, out RecordBatchHeader header);
        if (error == RecordBatchError.None)
        {
            error = CheckHeader(header, rules);
        }

        if (error != RecordBatchError.None)
        {
            return new RecordBatchValidation { Error = error, Header = header, RecordIndex = NoRecord };
        }

        ReadOnlySpan<byte> payload = bytes[RecordBatchHeader.Size..];
        return header.Codec == CompressionCodec.None
            ? CheckRecords(payload, header, rules)
            : CheckCompressed(payload, header, rules);
    }

    private static RecordBatchError CheckEnvelope(ReadOnlySpan<byte> bytes, out RecordBatchHeader header)
    {
        header = default;
        if (bytes.IsEmpty)
        {
            return RecordBatchError.NotExactlyOneBatch;
        }

        // Older message sets have their magic at the same place, and may be shorter than this format's header.
        if (bytes.Length > RecordBatchLayout.Magic
            && bytes[RecordBatchLayout.Magic] != RecordBatchLayout.MagicTwo)
        {
            return RecordBatchError.UnsupportedMagic;
        }

        if (bytes.Length < RecordBatchHeader.Size)
        {
            return RecordBatchError.Truncated;
        }

        header = RecordBatchHeader.Read(bytes);
        if (header.SizeBytes < RecordBatchHeader.Size || header.SizeBytes > bytes.Length)
        {
            return RecordBatchError.Truncated;
        }

        if (header.SizeBytes < bytes.Length)
        {
            return RecordBatchError.NotExactlyOneBatch;
        }

        return new RecordBatch(bytes, header).HasValidChecksum()
            ? RecordBatchError.None
            : RecordBatchError.BadChecksum;
    }

    private static RecordBatchError CheckHeader(in RecordBatchHeader header, in ValidationRules rules)
    {
        if (header.Codec > CompressionCodec.Zstd)
        {
            return RecordBatchError.UnknownCodec;
        }

        if (header.IsControl)
        {
            return RecordBatchError.ControlBatch;
        }

        if (header.TimestampType == TimestampType.LogAppendTime && rules.TimestampType == TimestampType.CreateTime)
        {
            return RecordBatchError.InvalidTimestampType;
        }

        bool hasProducer = header.ProducerId >= 0;
        bool hasSequence = header.BaseSequence >= 0;
        bool hasEpoch = header.ProducerEpoch >= 0;
        if (hasProducer != hasSequence || (hasProducer && !hasEpoch) || (header.IsTransactional && !hasProducer))
        {
            return RecordBatchError.InvalidSequence;
        }

        return header.RecordCount > 0 && header.RecordCount - 1 == header.LastOffsetDelta
            ? RecordBatchError.None
            : RecordBatchError.InvalidRecords;
    }

    private static RecordBatchValidation CheckCompressed(
        ReadOnlySpan<byte> payload, in RecordBatchHeader header, in ValidationRules rules)
    {
        using var uncompressed = new PooledBuffer();
        int maxBytes = Math.Min(rules.MaxUncompressedBytes, RecordLimits.MaxUncompressedBytes);
        RecordBatchError error = RecordCompression.TryDecompress(header.Codec, payload, maxBytes, uncompressed);
        return error == RecordBatchError.None
            ? CheckRecords(uncompressed.WrittenSpan, header, rules)
            : new RecordBatchValidation { Error = error, Header = header, RecordIndex = NoRecord };
    }

    private static RecordBatchValidation CheckRecords(
        ReadOnlySpan<byte> records, in RecordBatchHeader header, in ValidationRules rules)
    {
        var cursor = new RecordCursor(records);
        long maxTimestampMs = long.MinValue;
        RecordBatchError error = RecordBatchError.None;
        int index = 0;
        for (; index < header.RecordCount; index++)
        {
            if (!cursor.MoveNext() || cursor.OffsetDelta != index)
            {
                error = RecordBatchError.InvalidRecords;
                break;
            }

            long timestampMs = unchecked(header.BaseTimestampMs + cursor.TimestampDelta);
            maxTimestampMs = Math.Max(maxTimestampMs, timestampMs);
            error = CheckRecord(cursor, timestampMs, rules);
            if (error != RecordBatchError.None)
            {
                break;
            }
        }

        if (error == RecordBatchError.None && !cursor.IsAtEnd)
        {
            error = RecordBatchError.InvalidRecords;
        }

        bool isOneRecords = error != RecordBatchError.None && index < header.RecordCount;
        return new RecordBatchValidation
        {
            Error = error,
            Header = header,
            RecordIndex = isOneRecords ? index : NoRecord,
            MaxTimestampMs = maxTimestampMs,
        };
    }

    private static RecordBatchError CheckRecord(
        scoped in RecordCursor cursor, long timestampMs, in ValidationRules rules)
    {
        if (rules.RequiresKeys && !cursor.HasKey)
        {
            return RecordBatchError.MissingKey;
        }

        // -1 is no time; the log's own time replaces any.
        bool isTimeJudged = rules.TimestampType == TimestampType.CreateTime && timestampMs != -1;
        return isTimeJudged && (timestampMs < rules.EarliestTimestampMs || timestampMs > rules.LatestTimestampMs)
            ? RecordBatchError.TimestampOutOfRange
            : RecordBatchError.None;
    }
}
