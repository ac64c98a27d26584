using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Connect;

/// <summary>
/// Topic <c>__edgelog_connect</c>: one partition, compacted, shared by mirrors and connectors for positions and states.
/// Safe from any thread.
/// </summary>
public sealed class ConnectTopic(LogDirectory log)
{
    /// <summary>The topic.</summary>
    public const string Name = "__edgelog_connect";

    private const int ReadBytes = 256 * 1024;

    /// <summary>Gives every record there to <paramref name="visit"/>, in order; the last of a key counts.</summary>
    public void Read(VisitRecord visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        if (log.Topics.Find(Name) is not { } topic)
        {
            return;
        }

        byte[] buffer = new byte[ReadBytes];
        Partition partition = topic.Partitions[0];
        for (Offset next = partition.LogStartOffset; next < partition.HighWatermark;)
        {
            ReadResult read = partition.Read(next, buffer);
            if (read.NextBatchBytes > buffer.Length)
            {
                buffer = new byte[read.NextBatchBytes];
                continue;
            }

            if (read.Error != ReadError.None || read.NextOffset <= next)
            {
                break;
            }

            using var records = new RecordBatchReader(buffer.AsSpan(0, read.BytesRead), next);
            while (records.MoveNext())
            {
                visit(records.Current);
            }

            next = read.NextOffset;
        }
    }

    /// <summary>
    /// Appends records; durable when the task completes. Throws <see cref="StorageException"/> where the log refuses.
    /// </summary>
    public async Task AppendAsync(RecordRun records, CancellationToken cancellation)
    {
        Topic topic = await EnsureAsync(cancellation);
        var append = new SourceAppend(topic.Partitions[0], records);
        await append.Target.AppendAsync(append, cancellation);
        AppendResult result = await append.Completion;
        if (result.Error != AppendError.None)
        {
            throw new StorageException($"{Name} could not be written to: {result.Error} {result.Message}");
        }
    }

    private async Task<Topic> EnsureAsync(CancellationToken cancellation)
    {
        if (log.Topics.Find(Name) is { } there)
        {
            return there;
        }

        try
        {
            // Small segments, so that compaction keeps what a start has to read small.
            var config = new Dictionary<string, string>
            {
                ["cleanup.policy"] = "compact",
                ["segment.bytes"] = "1048576",
            };
            return await log.Topics.CreateAsync(Name, 1, config, cancellation);
        }
        catch (TopicException error) when (error.Error == TopicError.TopicExists)
        {
            return log.Topics.Find(Name)!;
        }
    }
}
