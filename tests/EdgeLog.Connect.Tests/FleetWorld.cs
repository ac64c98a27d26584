using System.Text;
using EdgeLog.Records;
using EdgeLog.Storage;
using EdgeLog.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Connect.Tests;

/// <summary>A log and a fleet over it with one class of connectors; both can be started anew.</summary>
internal sealed class FleetWorld : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TimeProvider _logTime;
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private FleetWorld(TimeProvider logTime) => _logTime = logTime;

    public LogDirectory Log { get; private set; } = null!;

    public ConnectorFleet Fleet { get; private set; } = null!;

    public ScriptedSink Sink { get; private set; } = new();

    public static ConnectorConfig Config(string topics, params (string Name, string Value)[] more) => new()
    {
        Name = "out",
        ClassName = "ScriptedSink",
        Properties = more.Append(("topics", topics)).ToDictionary(p => p.Item1, p => p.Item2),
    };

    public static async Task<FleetWorld> OpenAsync(TimeProvider? logTime = null)
    {
        var world = new FleetWorld(logTime ?? TimeProvider.System);
        await world.OpenLogAsync();
        return world;
    }

    public void Start(params ConnectorConfig[] configs)
    {
        var context = new ConnectorContext
        {
            GatewayName = "press-7",
            DeadLetters = new DeadLetterTopic(),
            Time = TimeProvider.System,
            Logger = NullLogger.Instance,
        };
        Fleet = new ConnectorFleet(Log, [Sink], configs, context, NullLoggerFactory.Instance);
        _stop = new CancellationTokenSource();
        _running = Fleet.RunAsync(_stop.Token);
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(60));
        _stop.Dispose();
        Fleet.Dispose();
    }

    /// <summary>The whole gateway's stop and start, with a sink that knows nothing.</summary>
    public async Task RestartAsync(params ConnectorConfig[] configs)
    {
        await StopAsync();
        await Log.DisposeAsync();
        await OpenLogAsync();
        Sink = new ScriptedSink();
        Start(configs);
    }

    public Task<Topic> CreateTopicAsync(
        string topic, int partitions = 1, params (string Name, string Value)[] config) =>
        Log.Topics.CreateAsync(
            topic, partitions, config.ToDictionary(c => c.Name, c => c.Value), CancellationToken.None);

    public async Task AppendAsync(string topic, params string[] values)
    {
        Partition partition = Log.Topics.Find(topic)!.Partitions[0];
        using RecordRun run = RecordRun.Rent();
        foreach (string value in values)
        {
            run.BeginRecord(0);
            run.WriteNullKey();
            run.WriteValue(Encoding.UTF8.GetBytes(value));
            run.BeginHeaders(0);
            run.EndRecord();
        }

        var append = new Append { Run = run };
        await partition.AppendAsync(append, CancellationToken.None);
        await append.Done.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_running.IsCompleted)
        {
            await StopAsync();
        }

        await Log.DisposeAsync();
        _directory.Dispose();
    }

    private async Task OpenLogAsync() => Log = await LogDirectory.OpenAsync(
        new LogDirectoryOptions { Path = _directory["data"], Mirrors = ["connector/out"] },
        _logTime,
        NullLoggerFactory.Instance,
        CancellationToken.None);

    private sealed class Append : AppendRequest
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override void OnCompleted(in AppendResult result) => Done.SetResult();
    }
}
