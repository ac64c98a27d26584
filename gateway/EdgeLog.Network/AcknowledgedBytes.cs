using System.Buffers.Binary;
using System.Net.Sockets;

namespace EdgeLog.Network;

/// <summary>
/// How much of what was sent the peer has taken, as Linux counts it: the only sign of life of a peer that takes minutes
/// over one large response.
/// </summary>
public static class AcknowledgedBytes
{
    private const int LevelTcp = 6;
    private const int TcpInfo = 11;

    // tcpi_bytes_acked in struct tcp_info of linux/tcp.h, since Linux 4.1.
    private const int Position = 120;

    /// <summary>Bytes acknowledged over <paramref name="socket"/> so far; 0 where nobody can tell.</summary>
    public static long Of(Socket? socket)
    {
        if (socket is null || !OperatingSystem.IsLinux())
        {
            return 0;
        }

        Span<byte> info = stackalloc byte[Position + sizeof(long)];
        try
        {
            var length = socket.GetRawSocketOption(LevelTcp, TcpInfo, info);
            return length == info.Length ? BinaryPrimitives.ReadInt64LittleEndian(info[Position..]) : 0;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // No TCP, or closed meanwhile.
            return 0;
        }
    }
}
