using EdgeLog.Gateway.Client;
using EdgeLog.Gateway.Configuration;
using EdgeLog.Gateway.Configuration.Values;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Hosting;

/// <summary>
/// Creates the declared topics and keeps them as declared: settings are set and reset, partitions only grow.
/// </summary>
internal static class TopicDeclarations
{
    /// <summary>What would be done, one line each; nothing is.</summary>
    public static IReadOnlyList<string> Plan(TopicCatalog catalog, GatewayConfig config)
    {
        var plan = new List<string>();
        foreach (var declared in config.Topics.Declared)
        {
            var topic = catalog.Find(declared.Name);
            if (topic is null)
            {
                var count = CountText.Of(Partitions(declared, config), "partition");
                plan.Add($"topic {declared.Name}: create with {count}");
                continue;
            }

            if (declared.Partitions is { } partitions && partitions > topic.Partitions.Length)
            {
                plan.Add($"topic {declared.Name}: grow from {topic.Partitions.Length} to {partitions} partitions");
            }

            plan.AddRange(Changes(topic, declared).Select(c =>
                c.Value is null
                    ? $"topic {declared.Name}: reset {c.Key}"
                    : $"topic {declared.Name}: set {c.Key} = {c.Value}"));
        }

        return plan;
    }

    /// <summary>What in the declarations cannot be done: a topic has more partitions than declared.</summary>
    public static IReadOnlyList<string> Conflicts(TopicCatalog catalog, GatewayConfig config) =>
    [
        .. config.Topics.Declared
            .Where(d =>
                d.Partitions is { } declared && catalog.Find(d.Name) is { } topic && topic.Partitions.Length > declared)
            .Select(d =>
                $"{d.Mark}: topic {d.Name} has {catalog.Find(d.Name)!.Partitions.Length} partitions, more than "
                + $"the {d.Partitions} declared; partitions only grow. Declare as many, or delete the topic"),
    ];

    /// <summary>Does it. Throws <see cref="CommandException"/> where a declaration cannot be met.</summary>
    public static async Task ApplyAsync(
        TopicCatalog catalog, GatewayConfig config, CancellationToken cancellation)
    {
        if (Conflicts(catalog, config) is { Count: > 0 } conflicts)
        {
            throw new CommandException(string.Join('\n', conflicts)) { ExitCode = ExitCodes.Config };
        }

        foreach (var declared in config.Topics.Declared)
        {
            try
            {
                await ApplyAsync(catalog, declared, config, cancellation);
            }
            catch (TopicException exception)
            {
                throw new CommandException($"{declared.Mark}: topic {declared.Name}: {exception.Message}", exception)
                {
                    ExitCode = ExitCodes.Config,
                };
            }
        }
    }

    private static async Task ApplyAsync(
        TopicCatalog catalog, TopicDeclaration declared, GatewayConfig config,
        CancellationToken cancellation)
    {
        if (catalog.Find(declared.Name) is not { } topic)
        {
            await catalog.CreateAsync(declared.Name, Partitions(declared, config), declared.Settings, cancellation);
            return;
        }

        if (declared.Partitions is { } partitions && partitions > topic.Partitions.Length)
        {
            await catalog.AddPartitionsAsync(declared.Name, partitions, cancellation);
        }

        var changes = Changes(topic, declared);
        if (changes.Count > 0)
        {
            await catalog.AlterConfigAsync(declared.Name, changes, cancellation);
        }
    }

    // A declared topic has exactly the settings declared; one that has left the file keeps what it had.
    private static Dictionary<string, string?> Changes(Topic topic, TopicDeclaration declared)
    {
        var wanted = TopicConfig.Create(TopicConfig.Default, declared.Settings).Overrides;
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (key, value) in wanted)
        {
            if (topic.Config.Overrides.GetValueOrDefault(key) != value)
            {
                changes.Add(key, value);
            }
        }

        foreach (var key in topic.Config.Overrides.Keys.Where(k => !wanted.ContainsKey(k)))
        {
            changes.Add(key, null);
        }

        return changes;
    }

    private static int Partitions(TopicDeclaration declared, GatewayConfig config) =>
        declared.Partitions ?? config.Topics.DefaultPartitions;
}
