using System.Globalization;
using EdgeLog.Benchmarks.Servers;

namespace EdgeLog.Benchmarks;

/// <summary>
/// How long the published gateway takes from its start to telling systemd that it is ready, with 1 GB in 100 segments
/// and with 10 GB in 1,000, after a clean stop and after SIGKILL under load. The fastest of several starts: what other
/// work on the machine adds does not count.
/// </summary>
internal static class StartBench
{
    private const int Starts = 7;
    private const int SegmentBytes = 10 * 1024 * 1024;

    public static async Task RunAsync()
    {
        var table = new MarkdownTable("backlog", "segments", "clean stop, ms", "SIGKILL, ms", "of that the log, ms");
        foreach (int segments in new[] { 1, 100, 1_000 })
        {
            await MeasureAsync(table, segments);
        }

        Console.WriteLine(table);
    }

    private static async Task MeasureAsync(MarkdownTable table, int segments)
    {
        using var gateway = new StartableGateway();
        await Backlog.FillAsync(gateway.DataDirectory, (long)segments * SegmentBytes, SegmentBytes);
        TimeSpan clean = TimeSpan.MaxValue;
        TimeSpan killed = TimeSpan.MaxValue;
        TimeSpan opening = TimeSpan.MaxValue;
        for (int start = 0; start < Starts; start++)
        {
            clean = Min(clean, gateway.Start());
            await StartableGateway.LoadAsync();
            gateway.Kill();
            killed = Min(killed, gateway.Start());
            gateway.Stop();
            opening = Min(opening, gateway.Opening);
        }

        table.Add(
            string.Create(CultureInfo.InvariantCulture, $"{segments * (SegmentBytes / 1e9):0.0} GB"),
            segments.ToString("N0", CultureInfo.InvariantCulture),
            Milliseconds(clean),
            Milliseconds(killed),
            Milliseconds(opening));
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
}
