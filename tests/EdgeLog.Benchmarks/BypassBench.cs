using System.Diagnostics;
using System.Globalization;
using EdgeLog.Records;
using EdgeLog.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Benchmarks;

/// <summary>
/// Where a group's largest partition had better skip the journal: the same appends, one after the other, through two
/// logs on the same disk, one of which never bypasses and one always. Their turns alternate, so that other load on the
/// machine meets both alike.
/// </summary>
internal static class BypassBench
{
    private const int Rounds = 300;

    public static async Task RunAsync()
    {
        var table = new MarkdownTable(
            "KiB per group", "journal p50", "past it p50", "journal mean", "past it mean", "written per byte");
        foreach (int kib in new[] { 4, 16, 32, 64, 128, 192, 256, 384, 512, 768, 1_024 })
        {
            await MeasureAsync(table, kib * 1024);
        }

        Console.WriteLine(table);
    }

    private static async Task MeasureAsync(MarkdownTable table, int sizeBytes)
    {
        string folder = Scratch.NewDirectory();
        try
        {
            await using LogDirectory journaled = await OpenAsync(Path.Combine(folder, "journal"), int.MaxValue);
            await using LogDirectory bypassed = await OpenAsync(Path.Combine(folder, "past"), 1);
            Partition[] partitions = [await CreateAsync(journaled), await CreateAsync(bypassed)];
            byte[] batch = MakeBatch(sizeBytes);
            var times = new List<TimeSpan>[] { [], [] };
            LogStatistics[] before = [journaled.Statistics, bypassed.Statistics];
            for (int round = 0; round < Rounds; round++)
            {
                for (int which = 0; which < 2; which++)
                {
                    var append = new AwaitedAppend { Batch = batch };
                    long started = Stopwatch.GetTimestamp();
                    await partitions[which].AppendAsync(append, CancellationToken.None);
                    AppendResult result = await append.Completion;
                    times[which].Add(Stopwatch.GetElapsedTime(started));
                    if (result.Error != AppendError.None)
                    {
                        throw new StorageException($"{result.Error} {result.Message}");
                    }
                }
            }

            double[] written = [Written(before[0], journaled.Statistics), Written(before[1], bypassed.Statistics)];
            table.Add(
                $"{sizeBytes / 1024}",
                Ms(Median(times[0])),
                Ms(Median(times[1])),
                Ms(Mean(times[0])),
                Ms(Mean(times[1])),
                string.Create(CultureInfo.InvariantCulture, $"{written[0]:0.00} / {written[1]:0.00}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<LogDirectory> OpenAsync(string path, int bypassBytes) => LogOpening.OpenAsync(
        new LogDirectoryOptions { Path = path },
        new LogEnvironment(
            TimeProvider.System,
            NullLoggerFactory.Instance,
            new DiskFileSystem(),
            LogLimits.Default with { BypassBytes = bypassBytes }),
        CancellationToken.None);

    private static async Task<Partition> CreateAsync(LogDirectory log) => (await log.Topics.CreateAsync(
        "t", 1, new Dictionary<string, string> { ["max.message.bytes"] = "2097152" }, CancellationToken.None))
        .Partitions[0];

    /// <summary>Bytes handed to the disk, journal and segments, for each byte appended.</summary>
    private static double Written(LogStatistics before, LogStatistics after)
    {
        double appended = after.BytesAppended - before.BytesAppended;
        return (after.JournalBytes - before.JournalBytes + appended) / appended;
    }

    private static byte[] MakeBatch(int sizeBytes)
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(Offset.Zero, LeaderEpoch.None, sizeBytes + 1024);
        using RecordRun run = RecordRun.Rent();
        run.BeginRecord(0);
        run.WriteNullKey();
        byte[] value = new byte[sizeBytes - RecordBatchHeader.Size - 16];
        new Random(1).NextBytes(value);
        run.WriteValue(value);
        run.BeginHeaders(0);
        run.EndRecord();
        foreach (RecordRunEntry entry in run.Read())
        {
            builder.TryAdd(entry);
        }

        return builder.Build(CompressionCodec.None).ToArray();
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    private static TimeSpan Mean(List<TimeSpan> times) => TimeSpan.FromTicks((long)times.Average(t => t.Ticks));

    private static string Ms(TimeSpan time) =>
        time.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture) + " ms";
}
