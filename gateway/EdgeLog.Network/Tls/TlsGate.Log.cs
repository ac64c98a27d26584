using Microsoft.Extensions.Logging;

namespace EdgeLog.Network.Tls;

public sealed partial class TlsGate
{
    [LoggerMessage(1010, LogLevel.Warning,
        "TLS handshake with {Peer} at listener {Listener} failed: {Why} {Unsaid} more since the last such line.")]
    private partial void LogFailed(string peer, string listener, string why, long unsaid);
}
