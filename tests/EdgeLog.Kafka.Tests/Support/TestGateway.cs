using System.Diagnostics;
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

namespace EdgeLog.Kafka.Tests.Support;

/// <summary>A real log and a Kafka server over it, on a real socket of the loopback interface.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    public const int DefaultPartitions = 3;

    private readonly TemporaryDirectory _directory;
    private readonly WebApplication _host;

    private TestGateway(TemporaryDirectory directory, LogDirectory log, KafkaServer server, WebApplication host)
    {
        _directory = directory;
        _host = host;
        Log = log;
        Server = server;
        Port = new Uri(host.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    public LogDirectory Log { get; }

    public KafkaServer Server { get; }

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    public static Task<TestGateway> StartAsync() => StartAsync(new KafkaServerOptions(), TimeProvider.System);

    public static Task<TestGateway> StartAsync(KafkaServerOptions options) =>
        StartAsync(options, TimeProvider.System);

    /// <summary>Starts a gateway whose connections, but not whose log, live in <paramref name="time"/>.</summary>
    public static async Task<TestGateway> StartAsync(KafkaServerOptions options, TimeProvider time)
    {
        var directory = new TemporaryDirectory();
        var log = await LogDirectory.OpenAsync(
            new() { Path = directory["data"], DefaultPartitions = DefaultPartitions },
            TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        var server = new KafkaServer(log, options, time, NullLoggerFactory.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(server);
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseConnectionHandler<KafkaServer>()));
        var host = builder.Build();
        await host.StartAsync();
        return new TestGateway(directory, log, server, host);
    }

    public Task<TestClient> ConnectAsync() => TestClient.ConnectAsync(Port);

    /// <summary>A topic with <paramref name="partitions"/> partitions.</summary>
    public Task<Topic> CreateTopicAsync(string name, int partitions) =>
        Log.Topics.CreateAsync(name, partitions, new Dictionary<string, string>(), CancellationToken.None);

    /// <summary>
    /// Waits until the server holds <paramref name="count" /> connections and nothing for any other.
    /// </summary>
    public async Task WaitForConnectionsAsync(int count)
    {
        var start = Stopwatch.GetTimestamp();
        while (Server.Statistics.Connections != count)
        {
            Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 30);
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
        await Log.DisposeAsync();
        _directory.Dispose();
    }
}
