namespace EdgeLog.Network;

/// <summary>The bounds of connections, of either protocol, each with the reason for its default.</summary>
public sealed record ConnectionLimits
{
    /// <summary>The defaults.</summary>
    public static ConnectionLimits Default { get; } = new();

    /// <summary>Connections at a time: 500, a plant's worth, at some 6 KB each.</summary>
    public int MaxConnections { get; init; } = 500;

    /// <summary>
    /// Unsent bytes from which on <see cref="ConnectionOutput.WaitForRoomAsync"/> makes its callers wait: 64 KiB, what
    /// a socket takes at once on a local network.
    /// </summary>
    public int UnsentBytesPause { get; init; } = 64 * 1024;

    /// <summary>
    /// Unsent bytes at which a peer counts as not reading and is disconnected: 2 MiB, several of the largest MQTT
    /// packets, and small enough that a dozen dead readers do not fill the memory.
    /// </summary>
    public int UnsentBytesMax { get; init; } = 2 * 1024 * 1024;

    /// <summary>
    /// Replies outstanding on one connection before its next request waits: 1,024, some way above a client's window, so
    /// that the log's admission and not this bound slows a sender.
    /// </summary>
    public int RepliesMax { get; init; } = 1_024;
}
