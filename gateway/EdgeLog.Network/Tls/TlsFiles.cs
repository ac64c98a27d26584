namespace EdgeLog.Network.Tls;

/// <summary>Where a listener's certificate is.</summary>
/// <param name="Certificate">PEM: its certificate, then those between it and the root.</param>
/// <param name="Key">PEM: its private key, not encrypted.</param>
/// <param name="ClientCa">PEM: whose clients' certificates are trusted; null where none is asked for.</param>
public sealed record TlsFiles(string Certificate, string Key, string? ClientCa);
