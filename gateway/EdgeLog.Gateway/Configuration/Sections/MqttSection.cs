using EdgeLog.Connect;
using EdgeLog.Mqtt;

namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>The <c>mqtt</c> section: limits and routes.</summary>
internal static class MqttSection
{
    private static readonly TimeSpan LongestKeepAlive = TimeSpan.FromSeconds(65_535);

    /// <summary>Reads it.</summary>
    public static MqttLimits ReadLimits(MapReader section, out IReadOnlyList<MqttRouteConfig> routes)
    {
        var map = section.Map("limits");
        var defaults = new MqttLimits();
        var limits = defaults with
        {
            MaxConnections = map.Integer("max_connections", defaults.MaxConnections, 1, 1_000_000),
            MaxPacketSize = (int)map.Size("max_packet_size", defaults.MaxPacketSize, 1024, 16 * 1024 * 1024),
            MaxKeepAlive = map.Duration("max_keep_alive", defaults.MaxKeepAlive),
        };
        if (limits.MaxKeepAlive < TimeSpan.FromSeconds(1) || limits.MaxKeepAlive > LongestKeepAlive)
        {
            map.Context.Errors.Add(
                map.MarkOf("max_keep_alive"), map.PathOf("max_keep_alive"), null, "must be from 1s to 65535s.");
        }

        map.Finish();
        routes = [.. (section.Maps("routes") ?? []).Select(ReadRoute).OfType<MqttRouteConfig>()];
        section.Finish();
        return limits;
    }

    private static MqttRouteConfig? ReadRoute(MapReader item)
    {
        var filter = item.RequiredText("filter");
        var store = item.Boolean("store", fallback: true);
        var topic = item.Text("topic");
        var key = item.Text("key");
        var headers = ReadHeaders(item.Map("headers"));
        item.Suggest(ConnectSettings.Names);
        var properties = item.Properties(ConnectSettings.Belongs);
        ConnectSettings.Check(item, properties);
        item.Finish();
        if (filter.Length == 0)
        {
            return null;
        }

        var route = new MqttRouteConfig
        {
            Filter = filter, Topic = topic, Key = key, Headers = headers, Store = store, Properties = properties,
        };
        try
        {
            route.Check(item.Path);
            Warn(item, route);
        }
        catch (ConfigException exception)
        {
            ConnectSettings.Add(item, exception);
        }

        return route;
    }

    private static void Warn(MapReader item, MqttRouteConfig route)
    {
        if (route.FindLoss() is { } loss)
        {
            item.Context.Errors.Warn(
                $"{item.Mark}: {item.Path}: cannot be read backwards: {loss}. What Kafka clients produce there reaches "
                + "MQTT subscribers only with the header mqtt.topic");
        }
    }

    private static Dictionary<string, string> ReadHeaders(MapReader map)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in map.Keys.ToList())
        {
            if (map.Text(name) is { } template)
            {
                headers.Add(name, template);
            }
        }

        return headers;
    }
}
