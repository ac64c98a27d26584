using System.Net.Sockets;

namespace EdgeLog.Bridge;

/// <summary>Opens TCP connections to brokers.</summary>
internal static class TcpDialer
{
    /// <summary>
    /// Bounds what the kernel queues, so that a slow link shows here as time and not there as memory.
    /// </summary>
    private const int SendBufferBytes = 512 * 1024;

    public static async ValueTask<Stream> DialAsync(BrokerEndpoint endpoint, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            SendBufferSize = SendBufferBytes,
        };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
