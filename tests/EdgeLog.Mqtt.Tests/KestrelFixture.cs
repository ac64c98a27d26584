using System.Net;
using EdgeLog.Storage;
using EdgeLog.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Mqtt.Tests;

/// <summary>A server on a real socket of loopback, for real peers.</summary>
internal sealed class KestrelFixture : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory;
    private readonly WebApplication _host;

    private KestrelFixture(TemporaryDirectory directory, LogDirectory log, MqttServer server, WebApplication host)
    {
        _directory = directory;
        _host = host;
        Log = log;
        Server = server;
    }

    public LogDirectory Log { get; }

    public MqttServer Server { get; }

    public int Port => new Uri(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
        .Addresses.Single()).Port;

    public static async Task<KestrelFixture> StartAsync()
    {
        var directory = new TemporaryDirectory();
        var log = await LogDirectory.OpenAsync(
            new LogDirectoryOptions { Path = directory["data"] },
            TimeProvider.System,
            NullLoggerFactory.Instance,
            CancellationToken.None);
        var server = new MqttServer(log, new MqttServerOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(server);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.UseConnectionHandler<MqttServer>()));
        var host = builder.Build();
        await host.StartAsync();
        return new KestrelFixture(directory, log, server, host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
        await Log.DisposeAsync();
        _directory.Dispose();
    }
}
