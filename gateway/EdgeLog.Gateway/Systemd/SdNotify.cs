using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace EdgeLog.Gateway.Systemd;

/// <summary>
/// Speaks <c>sd_notify</c>: datagrams to the Unix socket in <c>NOTIFY_SOCKET</c>, whose name may be abstract. Silent
/// where there is none. Safe from any thread.
/// </summary>
internal sealed class SdNotify : IDisposable
{
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _address;

    private SdNotify(string? address)
    {
        if (string.IsNullOrEmpty(address) || address[0] is not ('/' or '@'))
        {
            return;
        }

        _address = new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address);
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    }

    /// <summary>The connection to the service manager that the environment names.</summary>
    public static SdNotify FromEnvironment() => new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));

    /// <summary>The connection to a service manager at <paramref name="address"/>.</summary>
    public static SdNotify To(string address) => new(address);

    /// <summary>Whether somebody listens.</summary>
    public bool IsActive => _socket is not null;

    /// <summary>Start-up is complete.</summary>
    public void Ready(string status) => Send($"READY=1\nSTATUS={OneLine(status)}");

    /// <summary>A reload begins; <see cref="Ready"/> ends it.</summary>
    public void Reloading() =>
        Send(string.Create(
            CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={Environment.TickCount64 * 1000}"));

    /// <summary>The stop begins.</summary>
    public void Stopping() => Send("STOPPING=1\nSTATUS=stopping");

    /// <summary>The gateway makes progress.</summary>
    public void Watchdog() => Send("WATCHDOG=1");

    /// <summary>One line for <c>systemctl status</c>.</summary>
    public void Status(string status) => Send($"STATUS={OneLine(status)}");

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private void Send(string message)
    {
        try
        {
            _socket?.SendTo(Encoding.UTF8.GetBytes(message), _address!);
        }
        catch (SocketException)
        {
            // The service manager restarts or is gone; the gateway does not depend on it.
        }
    }
}
