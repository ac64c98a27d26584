using EdgeLog.Devices;
using EdgeLog.Mqtt;

namespace EdgeLog.Gateway.Admin;

/// <summary>An MQTT message to try.</summary>
internal sealed record RouteTestRequest(string Topic, byte[] Payload);

/// <summary>What would become of it.</summary>
internal sealed record RouteTestReply
{
    /// <summary>The filter that matched, or null.</summary>
    public string? Filter { get; init; }

    /// <summary>What becomes of it.</summary>
    public required RouteTestOutcome Outcome { get; init; }

    /// <summary>The log topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The key, or null.</summary>
    public byte[]? Key { get; init; }

    /// <summary>The value, or null.</summary>
    public byte[]? Value { get; init; }

    /// <summary>The headers.</summary>
    public required IReadOnlyList<RouteTestHeader> Headers { get; init; }

    /// <summary>More to say.</summary>
    public string? Message { get; init; }
}

/// <summary>A header of it.</summary>
internal sealed record RouteTestHeader(string Name, byte[] Value);

/// <summary>A sensor's reading.</summary>
internal sealed record ReadingView(
    string Name, double? Value, string Unit, SensorQuality Quality, DateTimeOffset Time, string? Error);

/// <summary>A configuration file to compare with what runs; null is the gateway's own.</summary>
internal sealed record PlanRequest(string? File);

/// <summary>What a reload changes, or would.</summary>
internal sealed record PlanReply(
    IReadOnlyList<string> Lines, int Changes, IReadOnlyList<string> NeedRestart, bool Refused);

/// <summary>An effective setting.</summary>
internal sealed record SettingView(string Path, string Value, string Origin);
