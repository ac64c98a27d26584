using System.Net;

namespace EdgeLog.Gateway.Listening;

internal sealed partial class ConnectionLoop
{
    [LoggerMessage(2001, LogLevel.Error, "connection from {Peer} ended by a fault of ours; others go on")]
    private partial void LogConnectionFailed(Exception exception, EndPoint? peer);
}
