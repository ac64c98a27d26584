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

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("EDGELOG_FLASH_SECONDS") ?? "60", CultureInfo.InvariantCulture));

    /// <summary>
    /// Measures the whole table, or the cells whose name contains <paramref name="part"/>, which are listed only.
    /// </summary>
    public static async Task RunAsync(string part)
    {
        List<FlashCase> cases =
            [.. Cases().Where(@case => @case.ToString().Contains(part, StringComparison.OrdinalIgnoreCase))];
        var written = new Dictionary<FlashCase, double>();
        foreach (FlashCase[] wave in cases.Where(@case => !@case.Load.IsBulk).Chunk(AtOnce))
        {
            await MeasureAsync(wave, written);
        }

        foreach (FlashCase bulk in cases.Where(@case => @case.Load.IsBulk))
        {
            await MeasureAsync([bulk], written);
        }

        if (part.Length == 0)
        {
            Console.WriteLine(FlashTable.Make(written));
        }
    }

    private static IEnumerable<FlashCase> Cases() =>
        from load in Loads()
        from way in Enum.GetValues<FlashWay>()
        from compressed in new[] { false, true }
        from interval in FlashTable.LogIntervals
        where way != FlashWay.FilePerPartition || interval is not null
        where way != FlashWay.Mosquitto || (!compressed && interval == FlashTable.Longest && !load.IsBulk)
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
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {wave[i]}: {figures[i]:0.00}"));
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
}
