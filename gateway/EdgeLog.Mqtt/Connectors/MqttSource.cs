using EdgeLog.Connect;
using Settings = EdgeLog.Connect.PropertyReader;

namespace EdgeLog.Mqtt;

/// <summary>Subscribes to another broker: its messages become records, by the gateway's routes or its own.</summary>
internal sealed class MqttSource(Func<RouteTable> routes) : SourceConnector
{
    private const string HeaderPrefix = "headers.";

    public override string Name => "MqttSource";

    public override IReadOnlyCollection<string> Settings { get; } =
    [
        .. MqttSettings.Names, "filters", "topic", "key", "headers", "clean_session", "session_expiry",
        "max_packet_size",
    ];

    public override void Check(ConnectorConfig config) => Read(config, new DeadLetterTopic(), "gateway");

    public override SourceTask CreateTask(ConnectorConfig config, ConnectorContext context)
    {
        var settings = Read(config, context.DeadLetters, context.GatewayName);
        return new MqttSourceTask(settings, routes, context);
    }

    // Each message has its route's own.
    public override RecordPipeline CreatePipeline(ConnectorConfig config, DeadLetterTopic deadLetters) =>
        RecordPipeline.Create(config.Name, new Dictionary<string, string>(), deadLetters);

    private static MqttSourceSettings Read(ConnectorConfig config, DeadLetterTopic deadLetters, string gatewayName)
    {
        var properties = new Settings(config.Properties);
        var client = MqttSettings.ReadClient(properties, $"edgelog-{gatewayName}-{config.Name}");
        var filters = properties.List("filters").Select(SourceFilter.Parse).ToList();
        if (filters.Count == 0)
        {
            throw new ConfigException("filters", "Say which topics to subscribe to, such as ['factory/#'].");
        }

        return new MqttSourceSettings
        {
            Client = client with
            {
                IsCleanStart = properties.Flag("clean_session", absent: false),
                SessionExpiry = MqttSettings.ReadDuration(
                    properties, "session_expiry", TimeSpan.FromDays(7), TimeSpan.FromDays(3650)),
                PacketBytesMax = ReadSize(properties),
            },
            Filters = [.. filters.Select(filter => filter.Subscribed)],
            Quality = MqttSettings.ReadQuality(properties),
            OwnRoutes = ReadRoutes(config, properties, filters, deadLetters),
        };
    }

    private static RouteTable? ReadRoutes(
        ConnectorConfig config, Settings properties, List<SourceFilter> filters, DeadLetterTopic deadLetters)
    {
        var topic = properties.Find("topic");
        var key = properties.Find("key");
        var connect = config.Properties.Where(p => IsConnects(p.Key)).ToDictionary();
        var headers = config.Properties.Where(p => p.Key.StartsWith(HeaderPrefix, StringComparison.Ordinal))
            .ToDictionary(p => p.Key[HeaderPrefix.Length..], p => p.Value);
        if (topic is null)
        {
            return key is null && headers.Count == 0 && connect.Count == 0
                ? null
                : throw new ConfigException(
                    "topic", "Without a topic the gateway's routes apply, with their own keys, headers and transforms. "
                        + "Set topic, or move these settings to a route.");
        }

        var own = filters.ConvertAll(filter => new MqttRouteConfig
        {
            Filter = filter.Routed, Topic = topic, Key = key, Headers = headers, Properties = connect,
        });
        try
        {
            own.ForEach(route => route.Check("own"));
            return new RouteTable(own, deadLetters);
        }
        catch (ConfigException problem)
        {
            var setting = problem.Key.Replace("own.", string.Empty, StringComparison.Ordinal);
            throw new ConfigException(setting == "filter" ? "filters" : setting, problem.Message);
        }
    }

    private static bool IsConnects(string key) =>
        key is "transforms" or "predicates" or "key.converter" or "value.converter"
        || key.StartsWith("transforms.", StringComparison.Ordinal)
        || key.StartsWith("predicates.", StringComparison.Ordinal)
        || key.StartsWith("key.converter.", StringComparison.Ordinal)
        || key.StartsWith("value.converter.", StringComparison.Ordinal)
        || key.StartsWith("errors.", StringComparison.Ordinal);

    private static int ReadSize(Settings properties)
    {
        const int Least = 1024;
        const int Most = 16 * 1024 * 1024;
        var text = properties.Find("max_packet_size") ?? "1MiB";
        var scale = text.EndsWith("KiB", StringComparison.Ordinal) ? 1024
            : text.EndsWith("MiB", StringComparison.Ordinal) ? 1024 * 1024 : 0;
        return scale > 0 && int.TryParse(text[..^3], out var count) && (long)count * scale is >= Least and <= Most
            ? count * scale
            : throw new ConfigException(
                "max_packet_size", $"\"{text}\" is not a size from 1KiB to 16MiB, such as 1MiB.");
    }
}
