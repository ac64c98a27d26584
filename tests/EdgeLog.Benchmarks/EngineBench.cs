using System.Diagnostics;
using System.Globalization;
using EdgeLog.Records;
using EdgeLog.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Benchmarks;

/// <summary>
/// The engine alone, in process: what it appends and reads beside what fio writes and reads on the same disk in the
/// same run, what an acknowledgement takes beside a bare <c>fdatasync</c>, and what a record allocates.
/// </summary>
internal static class EngineBench
{
    private const int RecordsPerRun = 100;
    private const int RecordBytes = 1_000;
    private const int InFlight = 128;
    private const long TotalBytes = 2L << 30;
    private const int ReadBytes = 1 << 20;
    private const int LoneAppends = 2_000;

    public static async Task RunAsync()
    {
        string directory = Scratch.NewDirectory();
        try
        {
            var table = new MarkdownTable("what", "MB/s", "of fio", "B allocated per record");
            double write = await FioLoad.RunAsync(directory, "--rw=write", "--end_fsync=1");
            double flushed = await FioLoad.RunAsync(directory, "--rw=write", "--fdatasync=1");
            double read = await FioLoad.RunAsync(directory, "--rw=read");
            AddRow(table, "fio sequential write, one flush at the end", write, write);
            AddRow(table, "fio sequential write, a flush for each MiB", flushed, flushed);
            await using LogDirectory log = await LogDirectory.OpenAsync(
                new LogDirectoryOptions { Path = Path.Combine(directory, "data") },
                TimeProvider.System,
                NullLoggerFactory.Instance,
                CancellationToken.None);
            Topic topic = await log.Topics.CreateAsync(
                "engine", 1, new Dictionary<string, string>(), CancellationToken.None);
            using var appends = new EngineAppends(topic.Partitions[0], InFlight, MakeRun(RecordsPerRun));
            appends.Run(TotalBytes / 10);
            EngineFigures append = Measured(() => appends.Run(TotalBytes));
            AddRow(table, "append, acknowledged when flushed", append.MegabytesPerSecond, write, append.PerRecord);
            AddRow(table, "  the same, of fio with flushes", append.MegabytesPerSecond, flushed);
            AddRow(table, "fio sequential read", read, read);
            await DropCachesAsync();
            EngineFigures reading = Measured(() => ReadAll(topic.Partitions[0]));
            AddRow(table, "read, every checksum verified", reading.MegabytesPerSecond, read, reading.PerRecord);
            Console.WriteLine(table);
            Console.WriteLine(await LatenciesAsync(topic.Partitions[0]));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static RecordRun MakeRun(int records)
    {
        RecordRun run = RecordRun.Rent();
        var value = new byte[RecordBytes];
        Random.Shared.NextBytes(value);
        for (int i = 0; i < records; i++)
        {
            run.BeginRecord(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
            run.WriteNullKey();
            run.WriteValue(value);
            run.BeginHeaders(0);
            run.EndRecord();
        }

        return run;
    }

    private static EngineFigures Measured(Func<long> work)
    {
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long started = Stopwatch.GetTimestamp();
        long bytes = work();
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return new EngineFigures(bytes / 1e6 / took.TotalSeconds, allocated / (bytes / (double)RecordBytes));
    }

    private static long ReadAll(Partition partition)
    {
        var buffer = new byte[ReadBytes];
        long bytes = 0;
        Offset offset = partition.LogStartOffset;
        while (offset < partition.HighWatermark)
        {
            ReadResult read = partition.Read(offset, buffer);
            if (read.BytesRead == 0)
            {
                throw new InvalidOperationException($"Nothing to read at {offset}: {read.Error}");
            }

            bytes += read.BytesRead;
            offset = read.NextOffset;
        }

        return bytes;
    }

    /// <summary>One record at a time: what each acknowledgement takes, beside a bare flush of a block.</summary>
    private static async Task<MarkdownTable> LatenciesAsync(Partition partition)
    {
        using RecordRun run = MakeRun(1);
        var times = new List<TimeSpan>();
        for (int i = 0; i < LoneAppends; i++)
        {
            long started = Stopwatch.GetTimestamp();
            var append = new AwaitedAppend { Run = run };
            await partition.AppendAsync(append, CancellationToken.None);
            await append.Completion;
            times.Add(Stopwatch.GetElapsedTime(started));
        }

        var table = new MarkdownTable("one record of 1 KB", "p50 ms", "p99 ms");
        AddRow(table, "fdatasync alone", FlushProbe.MeasureAll(4_096));
        AddRow(table, "append to acknowledgement", times);
        return table;
    }

    private static void AddRow(MarkdownTable table, string what, List<TimeSpan> times)
    {
        times.Sort();
        table.Add(what, Milliseconds(times[times.Count / 2]), Milliseconds(times[times.Count * 99 / 100]));
    }

    private static void AddRow(MarkdownTable table, string what, double figure, double fio, double? allocated = null) =>
        table.Add(
            what,
            figure.ToString("0", CultureInfo.InvariantCulture),
            figure == fio ? "" : (figure / fio).ToString("P0", CultureInfo.InvariantCulture),
            allocated?.ToString("0.00", CultureInfo.InvariantCulture) ?? "");

    private static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>As fio does for its own file; needs root.</summary>
    private static Task DropCachesAsync() => File.WriteAllTextAsync("/proc/sys/vm/drop_caches", "1");
}
