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

    /// <summary>The topics that are MQTT's by name: <c>mqtt</c>, and those of routes whose topic is constant.</summary>
    public IReadOnlyList<string> ConstantTopics =>
        [
            TopicNames.Unrouted,
            .. _routes.Where(route => route.IsStored).Select(route => route.ConstantTopic).OfType<string>(),
        ];

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
}
