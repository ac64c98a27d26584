using System.Text;
using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

/// <summary>Appends and reads in the form tests want them.</summary>
internal static class Appends
{
    public static async Task<AppendResult> AppendAsync(this Partition partition, params string[] values)
    {
        using RecordRun run = MakeRun(values);
        var request = new AwaitedAppend { Run = run };
        await partition.AppendAsync(request, CancellationToken.None);
        return await request.Completion.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Waits for what comes without a doubt, and fails where it does not.</summary>
    public static T Result<T>(this Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(30)).GetAwaiter().GetResult();

    public static async Task<AppendResult> AppendBatchAsync(this Partition partition, ReadOnlyMemory<byte> batch)
    {
        var request = new AwaitedAppend { Batch = batch };
        await partition.AppendAsync(request, CancellationToken.None);
        return await request.Completion.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public static RecordRun MakeRun(IEnumerable<string> values, long timestampMs = 1_750_000_000_000)
    {
        RecordRun run = RecordRun.Rent();
        foreach (string value in values)
        {
            run.BeginRecord(timestampMs++);
            run.WriteNullKey();
            run.WriteValue(Encoding.UTF8.GetBytes(value));
            run.BeginHeaders(0);
            run.EndRecord();
        }

        return run;
    }

    public static byte[] MakeBatch(RecordProducer producer, params string[] values)
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(Offset.Zero, LeaderEpoch.None, 4 * 1024 * 1024);
        builder.Producer = producer;
        using RecordRun run = MakeRun(values);
        foreach (RecordRunEntry entry in run.Read())
        {
            Assert.True(builder.TryAdd(entry));
        }

        return builder.Build(CompressionCodec.None).ToArray();
    }

    public static byte[] MakeBatch(params string[] values) => MakeBatch(RecordProducer.None, values);

    public static List<(long Offset, string Value)> ReadAll(this Partition partition, long from = 0)
    {
        var records = new List<(long, string)>();
        var buffer = new byte[128 * 1024];
        var offset = new Offset(Math.Max(from, partition.LogStartOffset.Value));
        while (offset < partition.HighWatermark)
        {
            ReadResult read = partition.Read(offset, buffer);
            Assert.Equal(ReadError.None, read.Error);
            if (read.NextBatchBytes > 0)
            {
                buffer = new byte[read.NextBatchBytes];
                continue;
            }

            using var reader = new RecordBatchReader(buffer.AsSpan(0, read.BytesRead), offset);
            while (reader.MoveNext())
            {
                records.Add((reader.Current.Offset.Value, Encoding.UTF8.GetString(reader.Current.Value)));
            }

            Assert.True(read.NextOffset > offset);
            offset = read.NextOffset;
        }

        return records;
    }

    public static List<string> ReadValues(this Partition partition, long from = 0) =>
        partition.ReadAll(from).Select(record => record.Value).ToList();
}
