using EdgeLog.Connect;
using EdgeLog.Gateway.Configuration.Errors;
using EdgeLog.Gateway.Configuration.Yaml;
using EdgeLog.Mqtt;

namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>The <c>connectors</c> section: a list, each item one connector with Connect's properties inline.</summary>
internal static class ConnectorsSection
{
    private static readonly string[] Maps = ["tls", "headers"];

    /// <summary>Reads it.</summary>
    public static IReadOnlyList<ConnectorConfig> Read(MapReader root)
    {
        var names = new Dictionary<string, SourceMark>(StringComparer.Ordinal);
        var connectors = new List<ConnectorConfig>();
        foreach (var item in root.Maps("connectors") ?? [])
        {
            if (ReadOne(item) is not { } connector)
            {
                continue;
            }

            connectors.Add(connector);
            if (!names.TryAdd(connector.Name, item.Mark))
            {
                item.Context.Errors.Add(
                    item.Mark, item.Path, connector.Name,
                    $"a connector of this name is in line {names[connector.Name].Line}. Positions belong to the name: "
                        + "give one another.");
            }
        }

        return connectors;
    }

    private static ConnectorConfig? ReadOne(MapReader item)
    {
        var name = item.RequiredText("name");
        var className = item.RequiredText("connector.class");
        if (FindClass(item, className) is not { } known)
        {
            item.Properties(_ => true);
            return null;
        }

        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var map in Maps.Where(map => item.Has(map)))
        {
            ReadMap(item.Map(map), map, known, properties);
        }

        item.Suggest([.. known.Settings.Where(setting => !setting.Contains('.', StringComparison.Ordinal))]);
        item.Suggest([.. ConnectSettings.Names, "tls"]);
        foreach (var (key, value) in item.Properties(
            key => known.Settings.Contains(key) || ConnectSettings.Belongs(key)))
        {
            properties[key] = value;
        }

        item.Finish();
        var connector = new ConnectorConfig { Name = name, ClassName = known.Name, Properties = properties };
        return name.Length > 0 && IsRight(item, known, connector) ? connector : null;
    }

    // The long class name ends with the short one, and Connect lets "Connector" be left out.
    private static ConnectorClass? FindClass(MapReader item, string className)
    {
        var brief = className[(className.LastIndexOf('.') + 1)..];
        var known = MqttConnectors.Unrouted.FirstOrDefault(c => c.Name == brief || c.Name + "Connector" == brief);
        if (known is null && className.Length > 0)
        {
            item.Context.Errors.Add(
                item.MarkOf("connector.class"), item.PathOf("connector.class"), className,
                $"no such connector. {NearestName.Suggest(brief, [.. MqttConnectors.Unrouted.Select(c => c.Name)])}");
        }

        return known;
    }

    private static void ReadMap(
        MapReader map, string name, ConnectorClass known, Dictionary<string, string> properties)
    {
        var isOpen = known.Settings.Contains(name);
        map.Suggest(known.Settings.Where(s => s.StartsWith(name + ".", StringComparison.Ordinal))
            .Select(s => s[(name.Length + 1)..]));
        foreach (var (key, value) in map.Properties(key => isOpen || known.Settings.Contains($"{name}.{key}")))
        {
            properties[$"{name}.{key}"] = value;
        }

        map.Finish();
    }

    private static bool IsRight(MapReader item, ConnectorClass known, ConnectorConfig connector)
    {
        ConnectSettings.Check(
            item, connector.Properties.Where(p => ConnectSettings.Belongs(p.Key)).ToDictionary());
        try
        {
            known.Check(connector);
            return true;
        }
        catch (ConfigException exception)
        {
            ConnectSettings.Add(item, exception);
            return false;
        }
    }
}
