using EdgeLog.Bridge;

namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>
/// The <c>clusters</c> section: an alias for each other cluster, with a Kafka client's properties inline.
/// </summary>
internal static class ClustersSection
{
    /// <summary>Reads it.</summary>
    public static IReadOnlyList<ClusterConfig> Read(MapReader section)
    {
        var clusters = new List<ClusterConfig>();
        foreach (var alias in section.Keys.ToList())
        {
            var cluster = section.Map(alias);
            cluster.NotInThisVersion([.. ClientSettings.OfLaterVersions]);
            cluster.Suggest(ClientSettings.Names);
            var properties = cluster.Properties(ClientSettings.Names.Contains);
            if (!properties.ContainsKey("bootstrap.servers"))
            {
                cluster.Context.Errors.Add(cluster.Mark, cluster.Path, null, "bootstrap.servers is missing.");
            }

            if (properties.TryGetValue("security.protocol", out var protocol) && protocol != "PLAINTEXT")
            {
                cluster.Context.Errors.Add(
                    cluster.MarkOf("security.protocol"), cluster.PathOf("security.protocol"), protocol,
                    "not in this version. Only PLAINTEXT is.");
            }

            cluster.Finish();
            clusters.Add(new ClusterConfig { Alias = alias, Properties = properties });
        }

        return clusters;
    }
}
