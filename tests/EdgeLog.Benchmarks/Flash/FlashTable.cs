using System.Globalization;

namespace EdgeLog.Benchmarks.Flash;

/// <summary>The figures as a table: a row for each load and codec, a column for each commit interval.</summary>
internal sealed class FlashTable
{
    /// <summary>A 16 GB card of 1,000 erase cycles; its large pages make it write twice what it is given.</summary>
    private const double CardBytes = 16e9 * 1_000 / 2;

    private const double SecondsPerYear = 365.25 * 86_400;

    private readonly Dictionary<FlashCase, double> _written;

    private FlashTable(Dictionary<FlashCase, double> written) => _written = written;

    /// <summary>Null: as long as it pays, the gateway's default.</summary>
    public static IReadOnlyList<TimeSpan?> LogIntervals { get; } =
        [TimeSpan.Zero, null, TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(1)];

    public static TimeSpan? Longest => LogIntervals[^1];

    public static MarkdownTable Make(Dictionary<FlashCase, double> written)
    {
        var table = new FlashTable(written);
        var text = new MarkdownTable(
            "load", "payload", "codec", "log: 0", "auto", "20 ms", "1 s", "years",
            "flush per partition: 0", "20 ms", "1 s", "years", "Mosquitto: 1 s");
        foreach (FlashCase row in written.Keys.Where(IsFirstOfRow))
        {
            text.Add(table.Row(row));
        }

        return text;
    }

    private static bool IsFirstOfRow(FlashCase @case) =>
        @case.Way == FlashWay.Log && @case.CommitInterval == LogIntervals[0];

    private string[] Row(FlashCase row)
    {
        FlashCase[] log = [.. LogIntervals.Select(interval => row with { CommitInterval = interval })];
        FlashCase[] plain = [.. log.Where(cell => cell.CommitInterval is not null)
            .Select(cell => cell with { Way = FlashWay.FilePerPartition })];
        return
        [
            row.Load.ToString(),
            row.Load.Payload.Name,
            row.IsCompressed ? "zstd" : "none",
            .. log.Select(Factor),
            Years(log),
            .. plain.Select(Factor),
            Years(plain),
            Factor(row with { Way = FlashWay.Mosquitto, CommitInterval = Longest }),
        ];
    }

    private string Factor(FlashCase cell) =>
        _written.TryGetValue(cell, out double factor) ? factor.ToString("0.00", CultureInfo.InvariantCulture) : "";

    /// <summary>How long the card lasts at each of the intervals, at the load's own pace.</summary>
    private string Years(FlashCase[] cells) => cells[0].Load.IsBulk ? "" : string.Join(" / ", cells.Select(cell =>
    {
        double payloadBytes = SecondsPerYear * cell.Load.MessagesPerSecond * cell.Load.Payload.Make(1).Length;
        return (CardBytes / (payloadBytes * _written[cell])).ToString("0.0", CultureInfo.InvariantCulture);
    }));
}
