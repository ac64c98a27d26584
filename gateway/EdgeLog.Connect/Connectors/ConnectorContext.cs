using Microsoft.Extensions.Logging;

namespace EdgeLog.Connect;

/// <summary>What a connector's task gets from the gateway.</summary>
public sealed record ConnectorContext
{
    /// <summary>The gateway's name.</summary>
    public required string GatewayName { get; init; }

    /// <summary>Where rejected records go.</summary>
    public required DeadLetterTopic DeadLetters { get; init; }

    /// <summary>All time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The log.</summary>
    public required ILogger Logger { get; init; }
}
