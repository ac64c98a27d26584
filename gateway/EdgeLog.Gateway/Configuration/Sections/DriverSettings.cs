using EdgeLog.Gateway.Configuration.Errors;

namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>What a driver can be told.</summary>
/// <param name="Name">The driver.</param>
/// <param name="Keys">Its keys.</param>
/// <param name="Signal">The keys of its map <c>signal</c>.</param>
internal sealed record DriverSettings(string Name, IReadOnlyList<string> Keys, IReadOnlyList<string> Signal)
{
    private static readonly DriverSettings[] Known =
    [
        new("host", ["path.proc", "path.sys", "interfaces", "disks"], []),
        new("hwmon", ["path.sys"], []),
        new("simulated", [], ["shape", "period", "amplitude", "offset", "noise", "steps", "dropout", "seed", "unit"]),
    ];

    /// <summary>Whether there is such a driver.</summary>
    public bool IsKnown => Array.Exists(Known, d => d.Name == Name);

    /// <summary>The driver of that name; one without settings, and an error, where there is none.</summary>
    public static DriverSettings Find(string name, MapReader item)
    {
        if (Array.Find(Known, d => d.Name == name) is { } driver)
        {
            return driver;
        }

        if (name.Length > 0)
        {
            item.Context.Errors.Add(
                item.MarkOf("driver"), item.PathOf("driver"), name,
                $"no such driver. {NearestName.Suggest(name, [.. Known.Select(d => d.Name)])}");
        }

        return new DriverSettings(name, [], []);
    }

    /// <summary>The driver's settings as written, those of the map as <c>signal.shape</c>.</summary>
    public IReadOnlyDictionary<string, string> Read(MapReader item)
    {
        var settings = new Dictionary<string, string>(item.Properties(Keys.Contains), StringComparer.Ordinal);
        item.Suggest(Keys);
        if (Signal.Count > 0)
        {
            var signal = item.Map("signal");
            signal.Suggest(Signal);
            foreach (var (key, value) in signal.Properties(Signal.Contains))
            {
                settings.Add("signal." + key, value);
            }

            signal.Finish();
        }

        return settings;
    }
}
