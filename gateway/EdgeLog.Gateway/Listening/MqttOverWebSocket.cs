using System.Net;
using EdgeLog.Network.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Options;

namespace EdgeLog.Gateway.Listening;

/// <summary>
/// <c>/mqtt</c> on the HTTP port: a WebSocket of subprotocol <c>mqtt</c> (MQTT 5, 6), served by the same handler as a
/// socket.
/// </summary>
internal sealed class MqttOverWebSocket
{
    /// <summary>The path.</summary>
    public const string Path = "/mqtt";

    private const string Subprotocol = "mqtt";

    private readonly ConnectionHandler _mqtt;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private readonly WebSocketMiddleware _webSockets;

    public MqttOverWebSocket(
        ConnectionHandler mqtt, TimeProvider time, ILoggerFactory loggers, CancellationToken stopping)
    {
        _mqtt = mqtt;
        _time = time;
        _stopping = stopping;

        // MQTT has a keep-alive of its own.
        var options = new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero };
        _webSockets = new WebSocketMiddleware(AcceptAsync, Options.Create(options), loggers);
    }

    /// <summary>Serves one request.</summary>
    public Task ServeAsync(HttpContext context) => _webSockets.Invoke(context);

    // A page of some other site, in the browser of whoever sits at this machine, is nobody we know.
    private static bool IsFromStrangePage(HttpContext context) =>
        context.Connection.LocalIpAddress is { } local && IPAddress.IsLoopback(local)
        && context.Request.Headers.Origin is [{ Length: > 0 } origin]
        && (!Uri.TryCreate(origin, UriKind.Absolute, out var page)
            || !string.Equals(page.Authority, context.Request.Host.Value, StringComparison.OrdinalIgnoreCase));

    private async Task AcceptAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest
            || !context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("MQTT over WebSocket: connect with the subprotocol mqtt.\n");
            return;
        }

        var peer = context.Features.Get<PeerIdentity>() ?? new PeerIdentity();
        using var socket = await context.WebSockets.AcceptWebSocketAsync(Subprotocol);
        using var lifetime = new ConnectionLifetime(_stopping);
        await using var connection = new WebSocketConnection(socket, context, _time);
        connection.Features.Set<IConnectionLifetimeNotificationFeature>(lifetime);
        connection.Features.Set(peer with { MayBeAnonymous = peer.MayBeAnonymous && !IsFromStrangePage(context) });
        connection.RemoteEndPoint = context.Connection.RemoteIpAddress is { } address
            ? new IPEndPoint(address, context.Connection.RemotePort)
            : null;
        await connection.ServeAsync(_mqtt);
    }
}
