using System.Text.RegularExpressions;

namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>The <c>gateway</c> and <c>data</c> sections.</summary>
internal static partial class GatewaySection
{
    /// <summary>Where the data lives when the file does not say.</summary>
    public const string DefaultDirectory = "./edgelog-data";

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
        data.NotInThisVersion("budget", "reserve");
        var interval = data.DurationOrAuto("commit_interval");
        if (interval > LongestCommitInterval)
        {
            data.Context.Errors.Add(
                data.MarkOf("commit_interval"), data.PathOf("commit_interval"), null,
                "must be 1m or less: every acknowledgement waits that long.");
        }

        data.Finish();
        return new DataConfig(directory, interval);
    }

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
