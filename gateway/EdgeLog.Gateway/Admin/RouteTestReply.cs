using EdgeLog.Mqtt;

namespace EdgeLog.Gateway.Admin;

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

    /// <summary>The MQTT topic that topic and key are read back as, or null.</summary>
    public string? Backwards { get; init; }

    /// <summary>More to say.</summary>
    public string? Message { get; init; }
}
