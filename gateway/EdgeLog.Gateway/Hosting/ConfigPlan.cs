using System.Text.RegularExpressions;
using EdgeLog.Gateway.Configuration;

namespace EdgeLog.Gateway.Hosting;

/// <summary>The difference between two configurations, and what it takes.</summary>
internal sealed partial record ConfigPlan
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
        var changes = OrderChanges(before, after);
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

    // Which route comes first decides; of devices and mirrors the order says nothing.
    private static List<ConfigChange> OrderChanges(GatewayConfig before, GatewayConfig after)
    {
        var old = before.Routes.Select(r => r.Filter).Distinct().ToList();
        var now = after.Routes.Select(r => r.Filter).Distinct().ToList();
        var (was, becomes) = (old.Where(now.Contains).ToList(), now.Where(old.Contains).ToList());
        return was.SequenceEqual(becomes)
            ? []
            :
            [
                new ConfigChange(
                    "mqtt.routes, in this order", string.Join(", ", was), string.Join(", ", becomes), false),
            ];
    }

    private static Dictionary<string, ConfigValue> ByPath(GatewayConfig config)
    {
        var values = new Dictionary<string, ConfigValue>(StringComparer.Ordinal);
        var names = NamesOf(config);
        foreach (var value in config.Values)
        {
            values[ListItem().Replace(value.Path, item => names.GetValueOrDefault(item.Value, item.Value))] = value;
        }

        return values;
    }

    // mqtt.routes[0] → mqtt.routes[plant/#]: an item is known by what it is called, wherever in its list it stands.
    private static Dictionary<string, string> NamesOf(GatewayConfig config)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        AddNames(names, "mqtt.routes", config.Routes.Select(r => r.Filter));
        AddNames(names, "devices", config.Devices.Select(d => d.Name));
        AddNames(names, "mirrors", config.Mirrors.Select(m => m.Name));
        AddNames(names, "users", config.Security.Users.Select(u => u.Name));
        AddNames(names, "connectors", config.Connectors.Select(c => c.Name));
        return names;
    }

    private static void AddNames(Dictionary<string, string> names, string list, IEnumerable<string> items)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, item) in items.Index())
        {
            var count = counts[item] = counts.GetValueOrDefault(item) + 1;
            names.Add($"{list}[{index}]", count == 1 ? $"{list}[{item}]" : $"{list}[{item}, {count}]");
        }
    }

    [GeneratedRegex(@"^(mqtt\.routes|devices|mirrors|users|connectors)\[\d+\]")]
    private static partial Regex ListItem();

    private static bool NeedsRestart(string path) =>
        RestartPrefixes.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal));
}
