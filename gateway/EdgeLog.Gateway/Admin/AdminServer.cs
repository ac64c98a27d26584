using System.Net;
using EdgeLog.Gateway.Listening;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace EdgeLog.Gateway.Admin;

/// <summary>Kestrel on one address, bare: no host, no services, no pipeline.</summary>
internal sealed class AdminServer : IAsyncDisposable
{
    private const int MaxConnections = 100;
    private const int MaxBodyBytes = 80 * 1024 * 1024;

    private readonly KestrelServer _server;

    private AdminServer(KestrelServer server) => _server = server;

    /// <summary>Where it listens, with the actual port; null for a socket in the file system.</summary>
    public IPEndPoint? Address
    {
        get
        {
            var addresses = _server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            return Uri.TryCreate(addresses.FirstOrDefault(), UriKind.Absolute, out var uri)
                && IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip)
                ? new IPEndPoint(ip, uri.Port)
                : null;
        }
    }

    /// <summary>Listens on a port. Throws <see cref="IOException"/> where it is taken.</summary>
    public static Task<AdminServer> OnPortAsync(
        ListenerGate gate, AdminApplication application, IConnectionListenerFactory transport,
        ILoggerFactory loggers) =>
        StartAsync(
            options => options.Listen(
                gate.Listener.Address, port => port.Use(next => connection => gate.ServeAsync(connection, next))),
            application, transport, loggers);

    /// <summary>Listens on the socket in the data directory, which only its owner may open.</summary>
    public static async Task<AdminServer> OnSocketAsync(
        string dataDirectory, AdminApplication application, IConnectionListenerFactory transport,
        ILoggerFactory loggers)
    {
        var path = AdminSocket.PathIn(dataDirectory);
        // The lock on the directory is ours, so whoever made a socket here before is gone.
        File.Delete(path);
        var server = await StartAsync(options => options.ListenUnixSocket(path), application, transport, loggers);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return server;
    }

    /// <summary>Stops: requests under way have until <paramref name="deadline"/>.</summary>
    public Task StopAsync(CancellationToken deadline) => _server.StopAsync(deadline);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<AdminServer> StartAsync(
        Action<KestrelServerOptions> listen, AdminApplication application, IConnectionListenerFactory transport,
        ILoggerFactory loggers)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxConcurrentConnections = MaxConnections;
        options.Limits.MaxRequestBodySize = MaxBodyBytes;
        // Someone who follows a quiet topic reads nothing for hours, and lines may come slowly from a pipe.
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        listen(options);
        var server = new KestrelServer(Options.Create(options), transport, loggers);
        try
        {
            await server.StartAsync(application, CancellationToken.None);
            return new AdminServer(server);
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }
}
