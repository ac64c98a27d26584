using System.Text;
using EdgeLog.Connect;

namespace EdgeLog.Mqtt;

/// <summary>A <see cref="MqttRouteConfig"/>, checked and ready to be used. Immutable.</summary>
internal sealed class Route
{
    private readonly Template _topic;
    private readonly Template? _key;
    private readonly List<(byte[] Name, Template Value)> _headers = [];

    /// <summary>Checks a route; throws <see cref="ConfigException"/> with a key below <paramref name="key"/>.</summary>
    public Route(string key, MqttRouteConfig config, DeadLetterTopic deadLetters)
    {
        Filter = new RouteFilter($"{key}.filter", config.Filter);
        _topic = Template.Parse($"{key}.topic", config.Topic ?? TopicNames.Unrouted, Filter.Names);
        if (config.Topic is { Length: 0 } || (_topic.IsConstant && !TopicNames.IsAllowed(TopicFor([]))))
        {
            throw new ConfigException(
                $"{key}.topic", $"\"{config.Topic}\" is not a topic that MQTT messages may go to.");
        }

        _key = config.Key is null ? null : Template.Parse($"{key}.key", config.Key, Filter.Names);
        HasKey = config.Key is not { Length: 0 };
        foreach (var (name, value) in config.Headers)
        {
            var template = Template.Parse($"{key}.headers.{name}", value, Filter.Names);
            _headers.Add((Encoding.UTF8.GetBytes(name), template));
        }

        IsStored = config.Store;
        Backwards = new BackwardRoute(Filter, _topic, HasKey ? _key : null, HasKey && _key is null, _headers);
        Letters = CreatePipeline(key, config, deadLetters);
        Pipeline = Letters.IsPassThrough ? null : Letters;
    }

    public RouteFilter Filter { get; }

    public bool IsStored { get; }

    /// <summary>The route read backwards.</summary>
    public BackwardRoute Backwards { get; }

    /// <summary>Whether records get a key at all.</summary>
    public bool HasKey { get; }

    /// <summary>What records go through; null where they pass undecoded.</summary>
    public RecordPipeline? Pipeline { get; }

    /// <summary>Makes dead letters of what the log topic refuses.</summary>
    public RecordPipeline Letters { get; }

    public string TopicFor(IReadOnlyList<string> captures) => TopicNames.Sanitize(_topic.Fill(captures));

    /// <summary>The key, or null for the MQTT topic.</summary>
    public string? KeyFor(IReadOnlyList<string> captures) => _key?.Fill(captures);

    public RouteHeader[] HeadersFor(IReadOnlyList<string> captures) =>
        [.. _headers.Select(h => new RouteHeader(h.Name, Encoding.UTF8.GetBytes(h.Value.Fill(captures))))];

    private static RecordPipeline CreatePipeline(string key, MqttRouteConfig config, DeadLetterTopic deadLetters)
    {
        try
        {
            return RecordPipeline.Create(config.Filter, config.Properties, deadLetters);
        }
        catch (ConfigException problem)
        {
            throw new ConfigException($"{key}.{problem.Key}", problem.Message);
        }
    }
}
