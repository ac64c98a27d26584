using EdgeLog.Gateway.Configuration.Yaml;
using EdgeLog.Network.Security;

namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>The top of the schema: reads every section, in the order of the contract.</summary>
internal static class RootSection
{
    private static readonly Dictionary<string, LogLevel> Levels = new(StringComparer.Ordinal)
    {
        ["trace"] = LogLevel.Trace,
        ["debug"] = LogLevel.Debug,
        ["info"] = LogLevel.Information,
        ["warning"] = LogLevel.Warning,
        ["error"] = LogLevel.Error,
    };

    /// <summary>
    /// The configuration in <paramref name="tree"/>; only of use where the context has no errors afterwards.
    /// </summary>
    public static GatewayConfig Read(ConfigMap tree, ConfigContext context)
    {
        var root = new MapReader(context, string.Empty, tree);
        root.Suggest(["include"]);
        root.NotInThisVersion("schemas", "queries");
        var gateway = root.Map("gateway");
        var data = root.Map("data");
        var users = UsersSection.Read(root);
        var config = new GatewayConfig
        {
            Name = GatewaySection.ReadName(gateway, root.Has("mirrors") && HasItems(tree, "mirrors")),
            Data = GatewaySection.ReadData(data),
            LogLevel = ReadLevel(root.Map("logging")),
            Listeners = ListenersSection.Read(root.Map("listeners"), users),
            Topics = TopicsSection.Read(root.Map("topics")),
            MqttLimits = MqttSection.ReadLimits(root.Map("mqtt"), out var routes),
            Routes = routes,
            Devices = DevicesSection.Read(root),
            Clusters = ClustersSection.Read(root.Map("clusters")),
            Mirrors = MirrorsSection.Read(root),
            Connectors = ConnectorsSection.Read(root),
            Security = new SecurityConfig { Users = users, Rules = AclsSection.Read(root) },
            Values = context.Values,
        };
        root.Finish();
        if (!context.Errors.Any)
        {
            MirrorsSection.Check(config, context);
            DeadLetters.Check(config, context.Errors);
        }

        return config;
    }

    private static bool HasItems(ConfigMap tree, string key) =>
        tree.Find(key)?.Value is ConfigList { Items.Count: > 0 };

    private static LogLevel ReadLevel(MapReader logging)
    {
        var level = logging.Choice("level", LogLevel.Information, Levels);
        logging.Finish();
        return level;
    }
}
