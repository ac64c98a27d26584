using System.Text.RegularExpressions;
using EdgeLog.Gateway.Configuration.Values;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>The <c>gateway</c> and <c>data</c> sections.</summary>
internal static partial class GatewaySection
{
    /// <summary>Where the data lives when the file does not say.</summary>
    public const string DefaultDirectory = "./edgelog-data";

    private const long SmallestBudget = 32 * 1024 * 1024;

    private static readonly TimeSpan LongestCommitInterval = TimeSpan.FromMinutes(1);

    /// <summary>The gateway's name; with any mirror the file must say it.</summary>
    public static string ReadName(MapReader gateway, bool hasMirrors)
    {
        if (hasMirrors && !gateway.Has("name"))
        {
            gateway.Context.Errors.Add(
                gateway.Mark, gateway.PathOf("name"), null,
                "is missing. With mirrors the name must be set here: it prefixes the topics in the target, and host "
                    + "names repeat in fleets.");
        }

        var name = gateway.Value("name", HostName(), Parse, n => n);
        gateway.Finish();
        return name;
    }

    /// <summary>Where the data lives.</summary>
    public static DataConfig ReadData(MapReader data)
    {
        var directory = Path.GetFullPath(data.Text("directory", DefaultDirectory));
        var budget = data.Value("budget", SpaceShare.OfPercent(70), ParseBudget, ShareText.Format);
        var reserve = data.Value("reserve", SpaceShare.OfPercent(5), ParseReserve, ShareText.Format);
        var interval = data.DurationOrAuto("commit_interval");
        if (interval > LongestCommitInterval)
        {
            data.Context.Errors.Add(
                data.MarkOf("commit_interval"), data.PathOf("commit_interval"), null,
                "must be 1m or less: every acknowledgement waits that long.");
        }

        var compaction = ReadCompaction(data);
        var scrub = ReadScrub(data);
        data.Finish();
        return new DataConfig(directory, interval, budget, reserve, compaction) { Scrub = scrub };
    }

    private static ScrubOptions ReadScrub(MapReader data)
    {
        var defaults = new ScrubOptions();
        return defaults with
        {
            BytesPerSecond = data.Size("scrub_bytes_per_second", defaults.BytesPerSecond, 0, 1L << 30),
        };
    }

    private static CompactionOptions ReadCompaction(MapReader data)
    {
        const int Mebibyte = 1024 * 1024;
        var defaults = new CompactionOptions();
        return new CompactionOptions
        {
            KeyMapBytes = (int)data.Size("compaction_memory", defaults.KeyMapBytes, Mebibyte, 1024 * Mebibyte),
            BytesPerSecond = data.Size(
                "compaction_bytes_per_second", defaults.BytesPerSecond, 64 * 1024, 1024L * Mebibyte),
        };
    }

    private static string? ParseBudget(string text, out SpaceShare share)
    {
        if (!ShareText.TryParse(text, out share))
        {
            return $"not an amount of the disk. {ShareText.Expected}";
        }

        return (share.Bytes ?? SmallestBudget) < SmallestBudget || share is { Bytes: null, Percent: < 1 }
            ? $"must be {SizeText.Format(SmallestBudget)} or 1% at least: the journal alone takes 16MiB."
            : null;
    }

    private static string? ParseReserve(string text, out SpaceShare share) =>
        !ShareText.TryParse(text, out share) ? $"not an amount of the disk. {ShareText.Expected}"
        : share is { Bytes: null, Percent: > 90 } ? "must be 90% or less: nothing could be stored."
        : null;

    private static string? Parse(string text, out string name)
    {
        name = text;
        return Name().IsMatch(text) ? null : "may have letters, digits, _ and - only.";
    }

    private static string HostName()
    {
        var name = Unfit().Replace(Environment.MachineName, "-").Trim('-');
        return name.Length == 0 ? "edgelog" : name;
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,100}$")]
    private static partial Regex Name();

    [GeneratedRegex("[^A-Za-z0-9_-]+")]
    private static partial Regex Unfit();
}
