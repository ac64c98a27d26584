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

    private static (AppendError Error, string? Message) JudgeRun(
        AppendRequest request, RecordRun run, Partition partition)
    {
        TopicConfig config = partition.Topic.Config;
        int largest = config.MaxMessageBytes - BatchOverhead - RecordOverhead;
        foreach (RecordRunEntry entry in run.Read())
        {
            if (entry.Body.Length > largest)
            {
                return (
                    AppendError.MessageTooLarge,
                    $"A record of {entry.Body.Length} bytes exceeds max.message.bytes {config.MaxMessageBytes} of "
                    + $"{partition.Id.Topic}.");
            }

            if (config.IsCompacted && !entry.HasKey)
            {
                return (AppendError.InvalidRecord, $"{partition.Id.Topic} is compacted: every record needs a key.");
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
