using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace EdgeLog.Gateway.Listening;

/// <summary>
/// Accepts connections on one address and runs a protocol on each, until it is stopped. Owns the listening socket and
/// knows every connection, so that a stop can wait for them and, at the deadline, cut them.
/// </summary>
internal sealed partial class ConnectionLoop : IDisposable
{
    private readonly IConnectionListener _listener;
    private readonly ConnectionHandler _protocol;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<ConnectionContext, Task> _connections = new();
    private readonly CancellationTokenSource _stopping = new();

    private ConnectionLoop(IConnectionListener listener, ConnectionHandler protocol, ILogger logger)
    {
        _listener = listener;
        _protocol = protocol;
        _logger = logger;
    }

    /// <summary>The address that is listened on, with its actual port.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.EndPoint;

    /// <summary>Binds; connections wait in the backlog until <see cref="RunAsync"/>.</summary>
    public static async Task<ConnectionLoop> BindAsync(
        IConnectionListenerFactory transport, IPEndPoint address, ConnectionHandler protocol, ILogger logger) =>
        new(await transport.BindAsync(address), protocol, logger);

    /// <summary>Accepts until <see cref="StopAsync"/> or a failure of the listening socket, which it throws.</summary>
    public async Task RunAsync()
    {
        while (await _listener.AcceptAsync() is { } connection)
        {
            // Whoever is served before its task is noted has removed itself already, and is not put back.
            _connections[connection] = Task.CompletedTask;
            var task = Task.Run(() => ServeAsync(connection));
            _connections.TryUpdate(connection, task, Task.CompletedTask);
        }
    }

    /// <summary>
    /// Takes no new connection, asks those that are open to end, waits for them until <paramref name="deadline"/>, then
    /// cuts them and waits for their protocols to notice.
    /// </summary>
    public async Task StopAsync(CancellationToken deadline)
    {
        await _listener.UnbindAsync(CancellationToken.None);
        await _stopping.CancelAsync();
        var open = Task.WhenAll(_connections.Values);
        try
        {
            await open.WaitAsync(deadline);
        }
        catch (OperationCanceledException)
        {
            foreach (var connection in _connections.Keys)
            {
                connection.Abort(new ConnectionAbortedException("the gateway stops"));
            }

            await open;
        }

        await _listener.DisposeAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task ServeAsync(ConnectionContext connection)
    {
        using var lifetime = new ConnectionLifetime(_stopping.Token);
        connection.Features.Set<IConnectionLifetimeNotificationFeature>(lifetime);
        try
        {
            await _protocol.OnConnectedAsync(connection);
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or ConnectionAbortedException or ConnectionResetException)
        {
            // The peer or the stop ended it; nothing is wrong here.
        }
        catch (Exception exception)
        {
            LogConnectionFailed(exception, connection.RemoteEndPoint);
        }
        finally
        {
            await connection.DisposeAsync();
            _connections.TryRemove(connection, out _);
        }
    }
}
