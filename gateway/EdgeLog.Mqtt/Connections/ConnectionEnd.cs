namespace EdgeLog.Mqtt;

/// <summary>Why a connection ends.</summary>
/// <param name="Reason">What MQTT 5 calls it.</param>
/// <param name="Explanation">For the log and, in MQTT 5, for the client; null where there is nothing to add.</param>
/// <param name="Kind">Who ended it.</param>
internal sealed record ConnectionEnd(ConnectionEndKind Kind, ReasonCode Reason, string? Explanation)
{
    /// <summary>
    /// Whether the client may be in the middle of sending: closing at once would take from it what it has yet to read,
    /// the reason among it.
    /// </summary>
    public bool IsInterruption { get; init; }

    /// <summary>The client's DISCONNECT.</summary>
    public static ConnectionEnd Goodbye { get; } = new(ConnectionEndKind.Client, ReasonCode.Success, null);

    /// <summary>The gateway stops.</summary>
    public static ConnectionEnd Stopping { get; } =
        new(ConnectionEndKind.Server, ReasonCode.ServerShuttingDown, "The gateway is stopping.");

    /// <summary>The socket closed without one.</summary>
    public static ConnectionEnd Lost { get; } = new(ConnectionEndKind.Lost, ReasonCode.Success, null);
}
