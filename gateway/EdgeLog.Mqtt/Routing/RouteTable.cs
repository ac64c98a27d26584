using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Text;
using EdgeLog.Connect;

namespace EdgeLog.Mqtt;

/// <summary>The routes in force, in order. Immutable; replaced whole.</summary>
internal sealed class RouteTable
{
    private readonly ImmutableArray<Route> _routes;
    private readonly RecordPipeline _unroutedLetters;

    /// <summary>Checks the routes; throws <see cref="ConfigException"/> for the first thing wrong.</summary>
    public RouteTable(IReadOnlyList<MqttRouteConfig> configs, DeadLetterTopic deadLetters)
    {
        _routes = [.. configs.Select((config, index) => new Route($"mqtt.routes[{index}]", config, deadLetters))];
        _unroutedLetters = RecordPipeline.Create(
            TopicNames.Unrouted, ReadOnlyDictionary<string, string>.Empty, deadLetters);
    }

    /// <summary>Whether a record's headers may say what its MQTT topic is.</summary>
    public bool ReadsHeaders => _routes.Any(route => route.IsStored && route.Backwards.ReadsHeaders);

    /// <summary>Whether a route leads to that log topic, so that its records may be for subscribers.</summary>
    public bool LeadsTo(string topic) =>
        topic == TopicNames.Unrouted || _routes.Any(route => route.IsStored && route.Backwards.LeadsTo(topic));

    /// <summary>
    /// The MQTT topic of a record that brings none in its header, with its route: the one that goes, by the first route
    /// that matches, to that log topic under that key. Null where no route leads there, or none can be read backwards.
    /// </summary>
    public (string? MqttTopic, Route? Route) ReadBackwards(
        string topic, string? key, IReadOnlyDictionary<string, string> headers)
    {
        foreach (var route in _routes)
        {
            if (route.IsStored
                && route.Backwards.Read(topic, key, headers) is { } mqttTopic
                && IsTopicName(mqttTopic)
                && Plan(mqttTopic) is var plan
                && plan.Route == route
                && plan.Topic == topic
                && (plan.Key is null || (key is not null && Encoding.UTF8.GetString(plan.Key) == key)))
            {
                return (mqttTopic, route);
            }
        }

        return topic == TopicNames.Unrouted && key is not null && IsTopicName(key) && Plan(key).Route is null
            ? (key, null)
            : (null, null);
    }

    /// <summary>What the first route that matches makes of an MQTT topic.</summary>
    public RoutePlan Plan(string mqttTopic)
    {
        var levels = mqttTopic.Split('/');
        foreach (var route in _routes)
        {
            if (route.Filter.Match(levels) is { } captures)
            {
                return new RoutePlan
                {
                    Route = route,
                    Topic = route.TopicFor(captures),
                    Key = route.HasKey ? Encoding.UTF8.GetBytes(route.KeyFor(captures) ?? mqttTopic) : null,
                    Letters = route.Letters,
                    Headers = route.HeadersFor(captures),
                };
            }
        }

        return new RoutePlan
        {
            Topic = TopicNames.Unrouted,
            Key = Encoding.UTF8.GetBytes(mqttTopic),
            Letters = _unroutedLetters,
            Headers = [],
        };
    }

    private static bool IsTopicName(string topic)
    {
        var bytes = Encoding.UTF8.GetBytes(topic);
        return TopicFilter.IsTopicName(bytes) && FieldReader.IsText(bytes) && bytes.Length <= ushort.MaxValue;
    }
}
