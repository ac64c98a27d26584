using System.Text.RegularExpressions;
using EdgeLog.Bridge;
using EdgeLog.Gateway.Configuration.Errors;
using EdgeLog.Gateway.Configuration.Yaml;

namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>The <c>mirrors</c> section: a list, each item one flow to a cluster.</summary>
internal static class MirrorsSection
{
    /// <summary>Reads it.</summary>
    public static IReadOnlyList<MirrorConfig> Read(MapReader root)
    {
        IReadOnlyList<string> aliases = [.. root.Map("clusters").Keys];
        var names = new Dictionary<string, SourceMark>(StringComparer.Ordinal);
        var mirrors = new List<MirrorConfig>();
        foreach (var item in root.Maps("mirrors") ?? [])
        {
            var mirror = ReadOne(item, aliases);
            mirrors.Add(mirror);
            if (mirror.Name.Length > 0 && !names.TryAdd(mirror.Name, item.Mark))
            {
                item.Context.Errors.Add(
                    item.Mark, item.Path, mirror.Name,
                    $"a mirror of this name is in line {names[mirror.Name].Line}. Positions belong to the name: give "
                        + $"one another.");
            }
        }

        return mirrors;
    }

    /// <summary>
    /// What the mirrors themselves have against their configuration and their clusters', at the key concerned.
    /// </summary>
    public static void Check(GatewayConfig config, ConfigContext context)
    {
        foreach (var problem in MirrorFleet.Validate(config.Name, config.Clusters, config.Mirrors))
        {
            var path = problem.Key;
            for (var i = 0; i < config.Mirrors.Count; i++)
            {
                var byName = $"mirrors.{config.Mirrors[i].Name}";
                if (path == byName || path.StartsWith(byName + ".", StringComparison.Ordinal))
                {
                    path = $"mirrors[{i}]{path[byName.Length..]}";
                }
            }

            var mark = context.Values.Find(v => v.Path == path)?.Mark ?? SourceMark.None;
            context.Errors.Add(mark, path, null, problem.Message);
        }
    }

    private static MirrorConfig ReadOne(MapReader item, IReadOnlyList<string> aliases)
    {
        item.NotInThisVersion([.. MirrorSettings.OfLaterVersions]);
        var to = item.Has("from") ? string.Empty : item.RequiredText("to");
        if (to.Length > 0 && !aliases.Contains(to))
        {
            item.Context.Errors.Add(
                item.MarkOf("to"), item.PathOf("to"), to,
                $"no such cluster under clusters. {NearestName.Suggest(to, [.. aliases])}");
        }

        item.Suggest(MirrorSettings.Names);
        var mirror = new MirrorConfig
        {
            Name = item.Text("name", to),
            To = to,
            ReplicationPolicyClass = Policy(item),
            Properties = item.Properties(MirrorSettings.Names.Contains),
        };
        mirror = mirror with
        {
            Topics = Patterns(item, "topics", mirror.Topics),
            TopicsExclude = Patterns(item, "topics.exclude", mirror.TopicsExclude),
        };
        item.Finish();
        return mirror;
    }

    private static string Policy(MapReader item)
    {
        const string Key = "replication.policy.class";
        var name = item.Text(Key, "DefaultReplicationPolicy");
        var brief = name[(name.LastIndexOf('.') + 1)..];
        if (!MirrorSettings.Policies.Contains(brief))
        {
            item.Context.Errors.Add(
                item.MarkOf(Key), item.PathOf(Key), name,
                brief == "TemplateReplicationPolicy"
                    ? "not in this version."
                    : $"not known. {NearestName.Suggest(brief, MirrorSettings.Policies)}");
        }

        return brief;
    }

    private static IReadOnlyList<string> Patterns(MapReader item, string key, IReadOnlyList<string> fallback)
    {
        if (item.Texts(key) is not { } patterns)
        {
            item.Context.Note(item.PathOf(key), string.Join(", ", fallback), SourceMark.None);
            return fallback;
        }

        foreach (var pattern in patterns)
        {
            try
            {
                _ = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            }
            catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
            {
                item.Context.Errors.Add(
                    item.MarkOf(key), item.PathOf(key), pattern,
                    $"not a usable regular expression: {exception.Message}");
            }
        }

        return patterns;
    }
}
