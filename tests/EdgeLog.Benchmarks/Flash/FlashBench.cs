using System.Globalization;

namespace EdgeLog.Benchmarks.Flash;

/// <summary>
/// How many bytes reach the device for each byte of payload, and how long a card lasts at that. Each cell has a disk of
/// its own, so that many run at once; nothing here is timed. Needs root, for loop devices.
/// </summary>
internal static class FlashBench
{
    private const int AtOnce = 10;
    private const long BulkBytes = 256 * 1024 * 1024;

    /// <summary>A 16 GB card of 1,000 erase cycles that writes twice what it is given, because of its large pages.</summary>
    private const double CardBytes = 16e9 * 1_000 / 2;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("EDGELOG_FLASH_SECONDS") ?? "60", CultureInfo.InvariantCulture));

    private static readonly TimeSpan?[] CommitIntervals =
        [TimeSpan.Zero, null, TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(1)];

    private static readonly TimeSpan? Longest = CommitIntervals[^1];

    public static async Task RunAsync()
    {
        List<FlashCase> cases = [.. Cases()];
        var written = new Dictionary<FlashCase, double>();
        foreach (FlashCase[] wave in cases.Where(@case => !@case.Load.IsBulk).Chunk(AtOnce))
        {
            await MeasureAsync(wave, written);
        }

        foreach (FlashCase bulk in cases.Where(@case => @case.Load.IsBulk))
        {
            await MeasureAsync([bulk], written);
        }

        Console.WriteLine(Table(written));
    }

    private static IEnumerable<FlashCase> Cases() =>
        from load in Loads()
        from way in Enum.GetValues<FlashWay>()
        from compressed in new[] { false, true }
        from interval in CommitIntervals
        where way != FlashWay.FilePerPartition || interval is not null
        where way != FlashWay.Mosquitto || (!compressed && interval == Longest && !load.IsBulk)
        select new FlashCase(way, load, interval, compressed);

    private static IEnumerable<FlashLoad> Loads() =>
        from payload in new[] { FlashPayload.Reading, FlashPayload.Record }
        from load in new[] { (1, 1), (1, 10), (1, 100), (1, 1_000), (200, 200), (1, 0) }
        select new FlashLoad(load.Item1, load.Item2, payload);

    private static async Task MeasureAsync(FlashCase[] wave, Dictionary<FlashCase, double> written)
    {
        double[] figures = await Task.WhenAll(wave.Select(MeasureAsync));
        for (int i = 0; i < wave.Length; i++)
        {
            written[wave[i]] = figures[i];
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {wave[i].Load}, {wave[i].Load.Payload.Name}, {wave[i].Way}, {wave[i].CommitInterval?.ToString() ?? "auto"}, "
                    + $"{(wave[i].IsCompressed ? "zstd" : "plain")}: {figures[i]:0.00}"));
        }
    }

    private static async Task<double> MeasureAsync(FlashCase @case)
    {
        await using LoopDisk disk = await LoopDisk.CreateAsync((@case.Load.IsBulk ? 4L : 1L) << 30);
        await using FlashTarget target = await @case.OpenAsync(disk.Directory);
        long before = await disk.ReadBytesWrittenAsync();
        long payload = @case.Load.IsBulk
            ? await StreamAsync(target, @case.Load)
            : await PaceAsync(target, @case.Load);
        await target.SettleAsync();

        // Before it stops: what a stop writes does not belong to a pace.
        return (await disk.ReadBytesWrittenAsync() - before) / (double)payload;
    }

    private static async Task<long> StreamAsync(FlashTarget target, FlashLoad load)
    {
        byte[][] values = [.. Enumerable.Range(0, 4_096).Select(number => load.Payload.Make(number))];
        long sent = 0;
        for (int number = 0; sent < BulkBytes; number++)
        {
            byte[] value = values[number % values.Length];
            await target.SendAsync(0, value);
            sent += value.Length;
        }

        return sent;
    }

    private static async Task<long> PaceAsync(FlashTarget target, FlashLoad load)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        long started = TimeProvider.System.GetTimestamp();
        long bytes = 0;
        long number = 0;
        TimeSpan elapsed = TimeSpan.Zero;
        while (elapsed < Duration && await tick.WaitForNextTickAsync())
        {
            elapsed = TimeProvider.System.GetElapsedTime(started);
            for (; number < elapsed.TotalSeconds * load.MessagesPerSecond; number++)
            {
                byte[] value = load.Payload.Make(number);
                await target.SendAsync((int)(number % load.Partitions), value);
                bytes += value.Length;
            }
        }

        return bytes;
    }

    private static MarkdownTable Table(Dictionary<FlashCase, double> written)
    {
        var table = new MarkdownTable(
            "load", "payload", "codec", "log: 0", "auto", "20 ms", "1 s", "years",
            "flush per partition: 0", "20 ms", "1 s", "years", "Mosquitto: 1 s");
        foreach (var row in written.Keys.Where(@case => @case.Way == FlashWay.Log)
            .GroupBy(@case => (@case.Load, @case.IsCompressed)))
        {
            string[] log = [.. CommitIntervals.Select(interval => Cell(written, FlashWay.Log, interval, row.Key))];
            string[] plain = [.. CommitIntervals.Where(interval => interval is not null)
                .Select(interval => Cell(written, FlashWay.FilePerPartition, interval, row.Key))];
            table.Add(
            [
                row.Key.Load.ToString(),
                row.Key.Load.Payload.Name,
                row.Key.IsCompressed ? "zstd" : "none",
                .. log,
                Years(written, FlashWay.Log, row.Key),
                .. plain,
                Years(written, FlashWay.FilePerPartition, row.Key),
                Cell(written, FlashWay.Mosquitto, Longest, row.Key),
            ]);
        }

        return table;
    }

    private static string Cell(
        Dictionary<FlashCase, double> written, FlashWay way, TimeSpan? interval, (FlashLoad Load, bool IsCompressed) row) =>
        written.TryGetValue(new FlashCase(way, row.Load, interval, row.IsCompressed), out double factor)
            ? factor.ToString("0.00", CultureInfo.InvariantCulture)
            : "";

    /// <summary>The card's life at each commit interval, at the load's own pace.</summary>
    private static string Years(
        Dictionary<FlashCase, double> written, FlashWay way, (FlashLoad Load, bool IsCompressed) row) =>
        row.Load.IsBulk
            ? ""
            : string.Join(" / ", CommitIntervals.Where(i => way == FlashWay.Log || i is not null).Select(interval =>
            {
                double factor = written[new FlashCase(way, row.Load, interval, row.IsCompressed)];
                double perYear = factor * row.Load.MessagesPerSecond * row.Load.Payload.Make(1).Length * 365.25 * 86_400;
                return (CardBytes / perYear).ToString("0.0", CultureInfo.InvariantCulture);
            }));
}
