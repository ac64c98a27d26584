namespace EdgeLog.Mqtt;

/// <summary>What would become of a message; nothing is stored.</summary>
public sealed record RouteTest
{
    /// <summary>The filter of the route that matched, or null: then it goes to topic <c>mqtt</c>.</summary>
    public string? Filter { get; init; }

    /// <summary>
    /// Stored, live only, dropped by a transform, rejected to the dead-letter topic, or not a valid MQTT topic.
    /// </summary>
    public required RouteTestOutcome Outcome { get; init; }

    /// <summary>The log topic; empty where nothing is stored.</summary>
    public string Topic { get; init; } = string.Empty;

    /// <summary>The key, or null.</summary>
    public ReadOnlyMemory<byte>? Key { get; init; }

    /// <summary>The headers, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> Headers { get; init; } = [];

    /// <summary>The value after the transforms; null is a tombstone.</summary>
    public ReadOnlyMemory<byte>? Value { get; init; }

    /// <summary>
    /// The MQTT topic that a Kafka client's record of that topic and key gets: the same, where the route can be read
    /// backwards; null where only the header <c>mqtt.topic</c> tells it.
    /// </summary>
    public string? Backwards { get; init; }

    /// <summary>More to say, or null: why a transform rejected it, why the topic is not valid.</summary>
    public string? Message { get; init; }
}
