using System.Net.Sockets;

namespace EdgeLog.Bridge;

/// <summary>
/// A broker could not be reached, fell silent, closed the connection or spoke no Kafka. Worth another try.
/// </summary>
internal sealed class BrokerUnreachableException : Exception
{
    public BrokerUnreachableException(string message)
        : base(message)
    {
    }

    public BrokerUnreachableException(BrokerEndpoint endpoint, Exception cause)
        : base($"{endpoint} {Describe(cause)}", cause)
    {
    }

    private static string Describe(Exception cause)
    {
        var socket = cause as SocketException ?? cause.InnerException as SocketException;
        return socket?.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "connection refused",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "host name not found",
            SocketError.TimedOut => "connect timeout",
            SocketError.HostUnreachable or SocketError.NetworkUnreachable => "no route",
            SocketError.ConnectionReset or SocketError.ConnectionAborted => "connection reset",
            null when cause is EndOfStreamException => "closed the connection",
            null when cause is ObjectDisposedException => "connection closed",
            _ => cause.Message,
        };
    }
}
