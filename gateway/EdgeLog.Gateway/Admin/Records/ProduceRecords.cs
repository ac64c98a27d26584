using System.IO.Pipelines;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Admin.Records;

/// <summary>Appends the frames of one request body to a topic and answers when they are durable.</summary>
internal static class ProduceRecords
{
    /// <summary>
    /// The number of records appended. Throws <see cref="AdminException"/> where the log refuses them.
    /// </summary>
    public static async Task<long> RunAsync(
        Topic topic, PipeReader body, TimeProvider time, CancellationToken cancellation)
    {
        var appends = new Dictionary<Partition, RunAppend>();
        var admitted = new List<Task<AppendResult>>();
        try
        {
            var count = await CollectAsync(topic, body, appends, time, cancellation);
            foreach (var (partition, append) in appends)
            {
                await partition.AppendAsync(append, cancellation);
                admitted.Add(append.Outcome);
            }

            foreach (var result in await Task.WhenAll(admitted))
            {
                if (result.Error != AppendError.None)
                {
                    throw new AdminException(
                        409, $"{topic.Name} refused records: {result.Message ?? result.Error.ToString()}");
                }
            }

            return count;
        }
        finally
        {
            // A run whose append was admitted belongs to the log until it completes.
            await Task.WhenAll(admitted);
            foreach (var append in appends.Values)
            {
                append.Dispose();
            }
        }
    }

    private static async Task<long> CollectAsync(
        Topic topic, PipeReader body, Dictionary<Partition, RunAppend> appends, TimeProvider time,
        CancellationToken cancellation)
    {
        var keyless = topic.PartitionForKeyless();
        long count = 0;
        while (true)
        {
            var read = await body.ReadAsync(cancellation);
            var buffer = read.Buffer;
            while (RecordFrame.TryRead(ref buffer, out var frame))
            {
                var partition = Choose(topic, frame, keyless);
                if (!appends.TryGetValue(partition, out var append))
                {
                    append = new RunAppend();
                    appends.Add(partition, append);
                }

                append.Add(frame, LogClock.StampBy(time));
                count++;
            }

            var isWhole = buffer.IsEmpty;
            body.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return isWhole ? count : throw new AdminException(400, "the request ends within a record");
            }
        }
    }

    private static Partition Choose(Topic topic, RecordFrame frame, Partition keyless)
    {
        if (frame.Partition >= 0)
        {
            return frame.Partition < topic.Partitions.Length
                ? topic.Partitions[frame.Partition]
                : throw new AdminException(400, $"{topic.Name} has no partition {frame.Partition}");
        }

        return frame.Key is null ? keyless : topic.PartitionFor(frame.Key);
    }
}
