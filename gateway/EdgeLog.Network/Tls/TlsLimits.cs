namespace EdgeLog.Network.Tls;

/// <summary>The bounds of handshakes, each with the reason for its default.</summary>
public sealed record TlsLimits
{
    /// <summary>The defaults.</summary>
    public static TlsLimits Default { get; } = new();

    /// <summary>How long a handshake may take: 10 s, a slow radio and a slow device.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Handshakes at a time on one listener: 100, so that those who open connections and say nothing hold 100 of them
    /// for 10 s and no more.
    /// </summary>
    public int HandshakesMax { get; init; } = 100;
}
