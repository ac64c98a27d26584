using EdgeLog.Gateway.Configuration;

namespace EdgeLog.Gateway.Hosting;

/// <summary>The difference between two configurations, and what it takes.</summary>
internal sealed record ConfigPlan
{
    // gateway.name and data.directory are the identity of what runs; a listener is bound once.
    private static readonly string[] RestartPrefixes = ["gateway.name", "data.directory", "listeners."];

    /// <summary>Settings that differ.</summary>
    public required IReadOnlyList<ConfigChange> Changes { get; init; }

    /// <summary>What becomes of declared topics.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Why it cannot be done; empty where it can.</summary>
    public IReadOnlyList<string> Conflicts { get; init; } = [];

    /// <summary>Those of the changes that wait for a restart.</summary>
    public IReadOnlyList<ConfigChange> NeedRestart => [.. Changes.Where(c => c.NeedsRestart)];

    /// <summary>The difference between what runs and what is to run.</summary>
    public static ConfigPlan Between(GatewayConfig before, GatewayConfig after)
    {
        var (old, now) = (ByPath(before), ByPath(after));
        var changes = new List<ConfigChange>();
        foreach (var (path, value) in now)
        {
            if (!old.TryGetValue(path, out var was))
            {
                changes.Add(new ConfigChange(path, null, value.Shown, NeedsRestart(path)));
            }
            else if (was.Text != value.Text)
            {
                changes.Add(new ConfigChange(path, was.Shown, value.Shown, NeedsRestart(path)));
            }
        }

        changes.AddRange(old.Where(o => !now.ContainsKey(o.Key))
            .Select(o => new ConfigChange(o.Key, o.Value.Shown, null, NeedsRestart(o.Key))));
        return new ConfigPlan { Changes = changes };
    }

    /// <summary>The plan, one line for each thing.</summary>
    public IReadOnlyList<string> Lines() =>
        Changes.Count + Topics.Count + Conflicts.Count == 0
            ? ["nothing has changed"]
            : [.. Changes.Select(c => c.ToString()), .. Topics, .. Conflicts.Select(c => "refused: " + c)];

    /// <summary>The settings in force after a reload: what takes a restart is as before.</summary>
    public static IReadOnlyList<ConfigValue> Running(
        IReadOnlyList<ConfigValue> before, IReadOnlyList<ConfigValue> after) =>
        [.. before.Where(v => NeedsRestart(v.Path)), .. after.Where(v => !NeedsRestart(v.Path))];

    private static Dictionary<string, ConfigValue> ByPath(GatewayConfig config)
    {
        var values = new Dictionary<string, ConfigValue>(StringComparer.Ordinal);
        foreach (var value in config.Values)
        {
            values[value.Path] = value;
        }

        return values;
    }

    private static bool NeedsRestart(string path) =>
        RestartPrefixes.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal));
}
