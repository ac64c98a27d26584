using EdgeLog.Connect;
using EdgeLog.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Mqtt.Tests;

/// <summary>MQTT connectors over a real log.</summary>
internal sealed class ConnectorFixture : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly MqttServer _server;
    private Task _running = Task.CompletedTask;

    private ConnectorFixture(TemporaryLog log, MqttRouteConfig[] routes)
    {
        Log = log;
        _server = new MqttServer(
            log.Log, new MqttServerOptions { Routes = routes }, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public TemporaryLog Log { get; }

    public ConnectorFleet Fleet { get; private set; } = null!;

    public static ConnectorConfig Source(string address, params (string Name, string Value)[] settings) =>
        Config("MqttSource", address, settings);

    public static ConnectorConfig Sink(string address, params (string Name, string Value)[] settings) =>
        Config("MqttSink", address, settings);

    public static async Task<ConnectorFixture> OpenAsync(params MqttRouteConfig[] routes) =>
        new(await TemporaryLog.OpenAsync(), routes);

    public void Start(params ConnectorConfig[] configs)
    {
        var context = new ConnectorContext
        {
            GatewayName = "press-7",
            DeadLetters = new DeadLetterTopic(),
            Time = TimeProvider.System,
            Logger = NullLogger.Instance,
        };
        Fleet = new ConnectorFleet(
            Log.Log, MqttConnectors.For(_server), configs, context, NullLoggerFactory.Instance);
        _running = Fleet.RunAsync(_stop.Token);
    }

    /// <summary>Looks again and again until it is so.</summary>
    public static async Task UntilAsync(Func<bool> condition, Func<string> otherwise)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            try
            {
                await poll.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException(otherwise());
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(60));
        Fleet.Dispose();
        _stop.Dispose();
        await Log.DisposeAsync();
    }

    private static ConnectorConfig Config(string className, string address, (string Name, string Value)[] settings) =>
        new()
        {
            Name = className,
            ClassName = className,
            Properties = settings.Append(("address", address)).ToDictionary(s => s.Item1, s => s.Item2),
        };
}
