using System.Collections.ObjectModel;
using EdgeLog.Connect;

namespace EdgeLog.Mqtt;

/// <summary>
/// Where messages of some MQTT topics go: a filter with named levels, and templates that use the names.
/// <c>plant/{line}/{sensor}</c> → topic <c>plant.{line}</c>, key <c>{sensor}</c>.
/// </summary>
public sealed record MqttRouteConfig
{
    /// <summary>
    /// The MQTT filter. <c>{name}</c> is <c>+</c> with a name; <c>{name#}</c>, at the end, is <c>#</c> with a name.
    /// </summary>
    public required string Filter { get; init; }

    /// <summary>
    /// The log topic's template; null is topic <c>mqtt</c>. Characters Kafka refuses become <c>_</c>.
    /// </summary>
    public string? Topic { get; init; }

    /// <summary>The key's template; null is the MQTT topic; empty is no key.</summary>
    public string? Key { get; init; }

    /// <summary>Headers to add: name → template.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// Whether messages are stored. Those that are not live only for subscribers who are there: acknowledged at once,
    /// delivered at QoS 0.
    /// </summary>
    public bool Store { get; init; } = true;

    /// <summary>Connect's properties: <c>transforms.…</c>, <c>predicates.…</c>, <c>value.converter.…</c>.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// Checks the route as far as it can be without a log. Throws <see cref="ConfigException"/> with a key below
    /// <paramref name="path"/>.
    /// </summary>
    public void Check(string path) => _ = new Route(path, this, new DeadLetterTopic());

    /// <summary>
    /// Why the route cannot be read backwards, so that what Kafka clients produce there reaches MQTT subscribers only
    /// with the header <c>mqtt.topic</c>; null where it can. Of a route that <see cref="Check"/> finds right.
    /// </summary>
    public string? FindLoss() => Store ? new Route("route", this, new DeadLetterTopic()).Backwards.Loss : null;
}
