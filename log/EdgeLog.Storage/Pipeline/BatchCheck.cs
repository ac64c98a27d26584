using System.Diagnostics;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Judges a producer's batch against the format and its topic's settings, and brings it to the topic's codec. On the
/// caller's thread.
/// </summary>
internal static class BatchCheck
{
    /// <summary>Judges the request's batch and sets what is to be stored.</summary>
    public static (AppendError Error, string? Message) Judge(AppendRequest request, TopicConfig config)
    {
        ReadOnlySpan<byte> batch = request.Batch.Span;
        request.StoredBatch = request.Batch;
        if (batch.Length > config.MaxMessageBytes)
        {
            return TooLarge(batch.Length, config);
        }

        RecordBatchValidation found;
        try
        {
            found = RecordBatchValidator.Inspect(batch, RulesOf(request, config));
        }
        catch (CodecUnavailableException exception)
        {
            return (AppendError.UnsupportedCompression, exception.Message);
        }

        if (found.Error != RecordBatchError.None)
        {
            return Explain(found);
        }

        request.CorrectedMaxTimestampMs =
            found.MaxTimestampMs == found.Header.MaxTimestampMs ? null : found.MaxTimestampMs;
        return config.StoredCodec is { } codec && codec != found.Header.Codec
            ? Recompress(request, codec, config)
            : default;
    }

    private static ValidationRules RulesOf(AppendRequest request, TopicConfig config)
    {
        // A producer's time is not held against a clock that is not trusted.
        (long nowMs, TimeTrust trust) = request.Partition!.Clock.Stamp();
        bool isJudged = trust == TimeTrust.Trusted;
        return new ValidationRules
        {
            RequiresKeys = config.IsCompacted,
            TimestampType = config.TimestampType,
            EarliestTimestampMs = isJudged ? Earliest(nowMs, config.TimestampBeforeMaxMs) : long.MinValue,
            LatestTimestampMs = isJudged ? Latest(nowMs, config.TimestampAfterMaxMs) : long.MaxValue,
        };
    }

    private static long Earliest(long nowMs, long beforeMaxMs) =>
        beforeMaxMs >= nowMs ? long.MinValue : nowMs - beforeMaxMs;

    private static long Latest(long nowMs, long afterMaxMs) =>
        afterMaxMs >= long.MaxValue - nowMs ? long.MaxValue : nowMs + afterMaxMs;

    private static (AppendError Error, string? Message) Recompress(
        AppendRequest request, CompressionCodec codec, TopicConfig config)
    {
        request.Recompressed = new RecordBatchRecompressor();
        try
        {
            request.StoredBatch = request.Recompressed.Recompress(new RecordBatch(request.Batch.Span), codec);
        }
        catch (CodecUnavailableException exception)
        {
            return (AppendError.UnsupportedCompression, exception.Message);
        }

        return request.StoredBatch.Length > config.MaxMessageBytes
            ? TooLarge(request.StoredBatch.Length, config)
            : default;
    }

    private static (AppendError Error, string? Message) TooLarge(int sizeBytes, TopicConfig config) =>
        (AppendError.MessageTooLarge,
            $"A batch of {sizeBytes} bytes exceeds max.message.bytes {config.MaxMessageBytes}.");

    private static (AppendError Error, string? Message) Explain(in RecordBatchValidation found) => found.Error switch
    {
        RecordBatchError.Truncated => (AppendError.CorruptMessage, "The batch ends before its length says."),
        RecordBatchError.BadChecksum => (AppendError.CorruptMessage, "The batch's checksum does not match its bytes."),
        RecordBatchError.Undecodable => (AppendError.CorruptMessage, "The batch's records do not decompress."),
        RecordBatchError.TooLargeUncompressed =>
            (AppendError.MessageTooLarge, "The batch's records unfold to more than this gateway reads."),
        RecordBatchError.UnsupportedMagic => (AppendError.InvalidRecord, "The batch is not of format 2."),
        RecordBatchError.NotExactlyOneBatch => (AppendError.InvalidRecord, "A partition takes exactly one batch."),
        RecordBatchError.UnknownCodec =>
            (AppendError.UnsupportedCompression, $"Codec {found.Header.Attributes & 7} is not known."),
        RecordBatchError.InvalidRecords =>
            (AppendError.InvalidRecord, "Count, lengths or offsets of the batch's records contradict each other."),
        RecordBatchError.ControlBatch => (AppendError.InvalidRecord, "Clients write no control batches."),
        RecordBatchError.InvalidSequence =>
            (AppendError.InvalidRecord, "Producer id, epoch and sequence come together or not at all."),
        RecordBatchError.InvalidTimestampType =>
            (AppendError.InvalidTimestamp, "The batch claims the log's time in a topic that keeps producers' times."),
        RecordBatchError.MissingKey =>
            (AppendError.InvalidRecord, $"Record {found.RecordIndex} has no key and the topic is compacted."),
        RecordBatchError.TimestampOutOfRange =>
            (AppendError.InvalidTimestamp, $"Record {found.RecordIndex} has a time the topic does not accept."),
        RecordBatchError.None or _ => throw new UnreachableException(),
    };
}
