using System.Net;
using EdgeLog.Gateway.Configuration;
using EdgeLog.Network.Security;
using EdgeLog.Network.Tls;
using Microsoft.AspNetCore.Connections;

namespace EdgeLog.Gateway.Listening;

/// <summary>
/// What every connection of a listener passes first: a note of where it came from and what is demanded there, and TLS
/// where the listener has it. Safe from any thread.
/// </summary>
internal sealed class ListenerGate(ListenerConfig listener, TlsGate? tls)
{
    /// <summary>The listener.</summary>
    public ListenerConfig Listener { get; } = listener;

    /// <summary>Its TLS; null in the clear.</summary>
    public TlsGate? Tls { get; } = tls;

    /// <summary>This gate in front of a protocol.</summary>
    public ConnectionHandler Before(ConnectionHandler protocol) => new Gated(this, protocol);

    /// <summary>Takes one connection through, to <paramref name="next"/>.</summary>
    public Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        connection.Features.Set(new PeerIdentity
        {
            Listener = Listener.Name,
            Address = (connection.RemoteEndPoint as IPEndPoint)?.Address,
            MayBeAnonymous = Listener.AllowAnonymous,
        });
        return Tls is null ? next(connection) : Tls.ServeAsync(connection, next);
    }

    private sealed class Gated(ListenerGate gate, ConnectionHandler protocol) : ConnectionHandler
    {
        public override Task OnConnectedAsync(ConnectionContext connection) =>
            gate.ServeAsync(connection, protocol.OnConnectedAsync);
    }
}
