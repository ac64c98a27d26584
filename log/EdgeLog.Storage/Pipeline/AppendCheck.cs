using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// What can be judged of an append without the writer: on the caller's thread, so that the one writer never decodes a
/// record. A request that fails is refused at once.
/// </summary>
internal static class AppendCheck
{
    /// <summary>Room for a batch's header and, per record, the bytes that packing may add to a run's own.</summary>
    private const int BatchOverhead = 2 * RecordBatchHeader.Size;
    private const int RecordOverhead = 12;

    /// <summary>Judges the request; false where it was refused.</summary>
    public static bool Check(AppendRequest request)
    {
        (AppendError error, string? message) = Judge(request);
        if (error == AppendError.None)
        {
            return true;
        }

        request.Refuse(error, message);
        return false;
    }

    /// <summary>Judges the request without telling anybody.</summary>
    public static (AppendError Error, string? Message) Judge(AppendRequest request)
    {
        Partition partition = request.Partition!;
        request.SetResult(default);
        if (partition.IsDeleted)
        {
            return (AppendError.UnknownPartition, $"{partition.Id} was deleted.");
        }

        return request.Run is null ? JudgeBatch(request, partition) : JudgeRun(request, request.Run, partition);
    }

    /// <summary>Judges one loose record: what the topic refuses for good, whatever comes with it.</summary>
    public static (AppendError Error, string? Message) JudgeRecord(
        in RecordRunEntry record, Topic topic, AppendSizeLimit sizeLimit)
    {
        TopicConfig config = topic.Config;
        int limit = sizeLimit == AppendSizeLimit.OfTopic
            ? config.MaxMessageBytes
            : Math.Max(config.MaxMessageBytes, RecordLimits.MaxUncompressedBytes);
        if (record.Body.Length > limit - BatchOverhead - RecordOverhead)
        {
            return (
                AppendError.MessageTooLarge,
                sizeLimit == AppendSizeLimit.OfTopic
                    ? $"A record of {record.Body.Length} bytes exceeds max.message.bytes {limit} of {topic.Name}."
                    : $"A record of {record.Body.Length} bytes exceeds the log's limit of {limit}.");
        }

        return config.IsCompacted && !record.HasKey
            ? (AppendError.InvalidRecord, $"{topic.Name} is compacted: every record needs a key.")
            : default;
    }

    private static (AppendError Error, string? Message) JudgeRun(
        AppendRequest request, RecordRun run, Partition partition)
    {
        Topic topic = partition.Topic;
        TopicConfig config = topic.Config;
        foreach (RecordRunEntry entry in run.Read())
        {
            (AppendError error, string? message) = JudgeRecord(entry, topic, request.SizeLimit);
            if (error != AppendError.None)
            {
                return (error, message);
            }
        }

        long compressionSlack = config.PackingCodec == CompressionCodec.None ? 0 : (run.SizeBytes / 100) + 1024;
        request.SizeBytes = (int)Math.Min(
            int.MaxValue, run.SizeBytes + ((long)run.RecordCount * RecordOverhead) + BatchOverhead + compressionSlack);
        return default;
    }

    private static (AppendError Error, string? Message) JudgeBatch(AppendRequest request, Partition partition)
    {
        (AppendError error, string? message) = BatchCheck.Judge(request, partition.Topic.Config);
        request.SizeBytes = request.StoredBatch.Length + JournalEntry.BlockHeaderSize;
        return (error, message);
    }
}
