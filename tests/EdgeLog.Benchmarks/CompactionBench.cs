using System.Diagnostics;
using System.Globalization;
using System.Text;
using EdgeLog.Records;
using EdgeLog.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Benchmarks;

/// <summary>
/// Compaction of one partition, unhurried by any rate: MB of log a second, what it takes of memory, and what an append
/// to another topic waits meanwhile, beside the same with nothing to compact.
/// </summary>
internal static class CompactionBench
{
    private const int ValueBytes = 200;
    private const int RecordsPerBatch = 100;
    private const int LogMegabytes = 256;

    public static async Task RunAsync()
    {
        var table = new MarkdownTable(
            "compaction of 256 MB", "MB/s", "MB left", "passes", "CPU s/GB", "append p50 ms", "p99 ms");
        await MeasureAsync(table, "10,000 keys", 10_000, CompressionCodec.None, long.MaxValue);
        await MeasureAsync(table, "10,000 keys, lz4", 10_000, CompressionCodec.Lz4, long.MaxValue);
        await MeasureAsync(table, "400,000 keys", 400_000, CompressionCodec.None, long.MaxValue);
        await MeasureAsync(table, "1,000,000 keys", 1_000_000, CompressionCodec.None, long.MaxValue);
        await MeasureAsync(
            table, "10,000 keys at the default rate", 10_000, CompressionCodec.None,
            new CompactionOptions().BytesPerSecond);
        await MeasureAsync(table, "nothing to compact", 0, CompressionCodec.None, long.MaxValue);
        Console.WriteLine(table);
    }

    private static async Task MeasureAsync(
        MarkdownTable table, string name, int keys, CompressionCodec codec, long bytesPerSecond)
    {
        string directory = Scratch.NewDirectory();
        try
        {
            LogDirectory log = await OpenAsync(directory, bytesPerSecond);
            Topic other = await log.Topics.CreateAsync(
                "other", 1, new Dictionary<string, string>(), CancellationToken.None);
            var settings = new Dictionary<string, string>
            {
                ["cleanup.policy"] = "compact",
                ["min.cleanable.dirty.ratio"] = "0",
            };
            Topic topic = await log.Topics.CreateAsync("t", 1, settings, CancellationToken.None);
            await FillAsync(topic.Partitions[0], keys, codec);
            long bytesBefore = topic.Partitions[0].Snapshot.SealedBytes;
            using var stopping = new CancellationTokenSource();
            Task<List<double>> appending = AppendAsync(other.Partitions[0], stopping.Token);
            TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
            long started = Stopwatch.GetTimestamp();
            await log.Compactor.RunOnceAsync(CancellationToken.None);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
            TimeSpan cpu = Environment.CpuUsage.TotalTime - cpuBefore;
            if (keys == 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(5));
            }

            await stopping.CancelAsync();
            Report(table, name, topic.Partitions[0], new Figures(bytesBefore, elapsed, cpu, await appending, log));
            await log.DisposeAsync();
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Report(MarkdownTable table, string name, Partition partition, Figures figures)
    {
        double megabytes = figures.BytesBefore / 1e6;
        figures.AppendMs.Sort();
        bool hasRun = figures.BytesBefore > 0;
        table.Add(
            name,
            hasRun ? Figure(megabytes / figures.Elapsed.TotalSeconds) : "-",
            hasRun ? Figure(partition.Snapshot.SealedBytes / 1e6) : "-",
            $"{figures.Log.Statistics.Compaction.Runs}",
            hasRun ? Figure(figures.Cpu.TotalSeconds * 1_000 / megabytes) : "-",
            Figure(figures.AppendMs[figures.AppendMs.Count / 2]),
            Figure(figures.AppendMs[(int)(figures.AppendMs.Count * 0.99)]));
    }

    private static Task<LogDirectory> OpenAsync(string directory, long bytesPerSecond)
    {
        var limits = LogLimits.Default with { CompactionInterval = TimeSpan.FromDays(40) };
        var options = new LogDirectoryOptions
        {
            Path = directory,
            Compaction = new CompactionOptions { BytesPerSecond = bytesPerSecond },
        };
        var environment = new LogEnvironment(
            TimeProvider.System, NullLoggerFactory.Instance, new DiskFileSystem(), limits);
        return LogOpening.OpenAsync(options, environment, CancellationToken.None);
    }

    private static async Task FillAsync(Partition partition, int keys, CompressionCodec codec)
    {
        var random = new Random(1);
        var value = new byte[ValueBytes];
        using var builder = new RecordBatchBuilder();
        long bytes = 0;
        while (keys > 0 && bytes < LogMegabytes * 1_000_000L)
        {
            using RecordRun run = RecordRun.Rent();
            for (int i = 0; i < RecordsPerBatch; i++)
            {
                random.NextBytes(value.AsSpan(0, ValueBytes / 2));
                run.BeginRecord(1_750_000_000_000);
                run.WriteKey(Encoding.UTF8.GetBytes($"sensor/{random.Next(keys)}"));
                run.WriteValue(value);
                run.BeginHeaders(0);
                run.EndRecord();
            }

            builder.Reset(Offset.Zero, LeaderEpoch.None, int.MaxValue);
            foreach (RecordRunEntry entry in run.Read())
            {
                builder.TryAdd(entry);
            }

            var request = new AwaitedAppend { Batch = builder.Build(codec) };
            bytes += request.Batch.Length;
            await partition.AppendAsync(request, CancellationToken.None);
            await request.Completion;
        }
    }

    /// <summary>One small append after the other; how long each waited, in milliseconds.</summary>
    private static async Task<List<double>> AppendAsync(Partition partition, CancellationToken stopping)
    {
        var waits = new List<double>();
        while (!stopping.IsCancellationRequested)
        {
            using RecordRun run = RecordRun.Rent();
            run.BeginRecord(1_750_000_000_000);
            run.WriteNullKey();
            run.WriteValue("21.5"u8);
            run.BeginHeaders(0);
            run.EndRecord();
            var request = new AwaitedAppend { Run = run };
            long started = Stopwatch.GetTimestamp();
            await partition.AppendAsync(request, CancellationToken.None);
            await request.Completion;
            waits.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await Task.Delay(2, CancellationToken.None);
        }

        return waits;
    }

    private static string Figure(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private sealed record Figures(
        long BytesBefore, TimeSpan Elapsed, TimeSpan Cpu, List<double> AppendMs, LogDirectory Log);
}
