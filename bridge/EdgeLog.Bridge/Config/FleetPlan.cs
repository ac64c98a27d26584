using EdgeLog.Connect;

namespace EdgeLog.Bridge;

/// <summary>All mirrors of a configuration, checked.</summary>
internal sealed class FleetPlan
{
    /// <summary>Throws the first <see cref="ConfigException"/> of what is wrong.</summary>
    public FleetPlan(string gatewayName, IReadOnlyList<ClusterConfig> clusters, IReadOnlyList<MirrorConfig> mirrors)
    {
        List<ConfigException> errors = [];
        Mirrors = Check(gatewayName, clusters, mirrors, errors);
        if (errors.Count > 0)
        {
            throw errors[0];
        }
    }

    public IReadOnlyList<MirrorPlan> Mirrors { get; }

    public MirrorPlan? Find(string name) => Mirrors.FirstOrDefault(plan => plan.Mirror.Name == name);

    /// <summary>All that is wrong.</summary>
    public static IReadOnlyList<ConfigException> Validate(
        string gatewayName, IReadOnlyList<ClusterConfig> clusters, IReadOnlyList<MirrorConfig> mirrors)
    {
        List<ConfigException> errors = [];
        Check(gatewayName, clusters, mirrors, errors);
        return errors;
    }

    private static List<MirrorPlan> Check(
        string gatewayName, IReadOnlyList<ClusterConfig> clusters, IReadOnlyList<MirrorConfig> mirrors,
        List<ConfigException> errors)
    {
        Dictionary<string, (ClusterConfig Config, ClientSettings? Settings)> known = [];
        foreach (ClusterConfig cluster in clusters)
        {
            ClientSettings? settings = Try(() => ClientSettings.Parse(cluster, gatewayName), errors);
            if (!known.TryAdd(cluster.Alias, (cluster, settings)))
            {
                errors.Add(new ConfigException($"clusters.{cluster.Alias}", "stands there twice"));
            }
        }

        List<MirrorPlan> plans = [];
        HashSet<string> names = [];
        foreach (MirrorConfig mirror in mirrors)
        {
            CheckNames(gatewayName, mirror, names, [.. known.Keys], errors);
            MirrorSettings? settings = Try(() => MirrorSettings.Parse(mirror, gatewayName), errors);
            if (settings is not null && known.TryGetValue(mirror.To, out var cluster) && cluster.Settings is not null)
            {
                plans.Add(new MirrorPlan(mirror, cluster.Config, settings, cluster.Settings));
            }
        }

        return plans;
    }

    private static void CheckNames(
        string gatewayName, MirrorConfig mirror, HashSet<string> names, IReadOnlyList<string> aliases,
        List<ConfigException> errors)
    {
        string prefix = $"mirrors.{mirror.Name}";
        if (!names.Add(mirror.Name))
        {
            errors.Add(new ConfigException($"{prefix}.name", "stands there twice; positions belong to the name"));
        }

        if (!aliases.Contains(mirror.To))
        {
            string there = aliases.Count == 0 ? "there are none" : $"there are {string.Join(", ", aliases)}";
            errors.Add(new ConfigException($"{prefix}.to", $"'{mirror.To}' is not under clusters; {there}"));
        }

        if (mirror.To == gatewayName)
        {
            errors.Add(new ConfigException($"{prefix}.to", $"'{mirror.To}' is this gateway's own name"));
        }
    }

    private static T? Try<T>(Func<T> parse, List<ConfigException> errors)
        where T : class
    {
        try
        {
            return parse();
        }
        catch (ConfigException error)
        {
            errors.Add(error);
            return null;
        }
    }
}
