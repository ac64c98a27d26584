using System.Diagnostics;
using System.Net;
using EdgeLog.Kafka.Groups;
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

    private readonly KafkaBroker _broker;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    private TestGateway(TemporaryDirectory directory, LogParts log, KafkaServer server, WebApplication host)
    {
        _directory = directory;
        _host = host;
        (Log, _broker) = log;
        _running = _broker.RunAsync(_stopping.Token);
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

    public static Task<TestGateway> StartAsync(GroupLimits limits, TimeProvider time) =>
        StartAsync(new KafkaServerOptions(), limits, time, new TemporaryDirectory());

    /// <summary>
    /// Starts a gateway whose connections and groups, but not whose log, live in <paramref name="time"/>.
    /// </summary>
    public static Task<TestGateway> StartAsync(KafkaServerOptions options, TimeProvider time) =>
        StartAsync(options, new GroupLimits(), time, new TemporaryDirectory());

    /// <summary>
    /// Starts a gateway on a log that was filled by <paramref name="fill"/> and closed, and whose files
    /// <paramref name="change"/> has changed since.
    /// </summary>
    public static async Task<TestGateway> StartOnAsync(Func<LogDirectory, Task> fill, Action<string> change)
    {
        var directory = new TemporaryDirectory();
        await using (var before = await OpenLogAsync(directory))
        {
            await fill(before);
        }

        change(directory["data"]);
        return await StartAsync(new KafkaServerOptions(), new GroupLimits(), TimeProvider.System, directory);
    }

    private static Task<LogDirectory> OpenLogAsync(TemporaryDirectory directory) => LogDirectory.OpenAsync(
        new() { Path = directory["data"], DefaultPartitions = DefaultPartitions },
        TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);

    /// <summary>Stops, and starts another gateway on the same data.</summary>
    public async Task<TestGateway> RestartAsync(GroupLimits limits, TimeProvider time)
    {
        await StopAsync();
        return await StartAsync(new KafkaServerOptions(), limits, time, _directory);
    }

    private static async Task<TestGateway> StartAsync(
        KafkaServerOptions options, GroupLimits limits, TimeProvider time, TemporaryDirectory directory)
    {
        var log = await OpenLogAsync(directory);
        var broker = KafkaBroker.Open(log, limits, time, NullLoggerFactory.Instance);
        var server = new KafkaServer(broker, options, time, NullLoggerFactory.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(server);
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseConnectionHandler<KafkaServer>()));
        var host = builder.Build();
        await host.StartAsync();
        return new TestGateway(directory, new LogParts(log, broker), server, host);
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
        await StopAsync();
        _directory.Dispose();
    }

    private async Task StopAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
        await _stopping.CancelAsync();
        await _running;
        _broker.Dispose();
        _stopping.Dispose();
        await Log.DisposeAsync();
    }

    private sealed record LogParts(LogDirectory Log, KafkaBroker Broker);
}
