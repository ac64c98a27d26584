using EdgeLog.Connect;

namespace EdgeLog.Mqtt;

/// <summary>What a route makes of one MQTT topic: names, no log objects yet.</summary>
internal sealed record RoutePlan
{
    /// <summary>The route, or null where none matches.</summary>
    public Route? Route { get; init; }

    /// <summary>The log topic's name; may still be one that cannot be created.</summary>
    public required string Topic { get; init; }

    /// <summary>The records' key; null for none.</summary>
    public byte[]? Key { get; init; }

    /// <summary>Makes dead letters of what the log topic refuses.</summary>
    public required RecordPipeline Letters { get; init; }

    /// <summary>The headers that the route adds.</summary>
    public required RouteHeader[] Headers { get; init; }
}
