using System.Collections.Concurrent;
using System.Text;
using EdgeLog.Bridge.Tests.FakeKafka;
using EdgeLog.Records;
using EdgeLog.Storage;
using EdgeLog.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Bridge.Tests;

/// <summary>
/// A gateway's log and mirrors over a real directory, with short pauses, towards clusters of the test's choice.
/// </summary>
internal sealed class MirrorWorld : IAsyncDisposable
{
    public const string Gateway = "press-7";

    private readonly TemporaryDirectory _directory = new();
    private readonly LineLoggerFactory _loggers = new();
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private MirrorWorld()
    {
    }

    public LogDirectory Log { get; private set; } = null!;

    public MirrorFleet Fleet { get; private set; } = null!;

    /// <summary>The mirrors' clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The log's clock: its housekeeping turns with it.</summary>
    public TimeProvider LogTime { get; init; } = TimeProvider.System;

    public MirrorLimits Limits { get; init; } = new()
    {
        PositionInterval = TimeSpan.FromMilliseconds(20),
        RefusedRetryInterval = TimeSpan.FromMilliseconds(100),
    };

    /// <summary>All log lines of the mirrors so far.</summary>
    public string Lines => string.Join('\n', _loggers.Lines);

    public static async Task<MirrorWorld> OpenAsync(TimeProvider? time = null, MirrorLimits? limits = null)
    {
        var world = new MirrorWorld { Time = time ?? TimeProvider.System };
        world = limits is null ? world : new MirrorWorld { Time = world.Time, Limits = limits };
        await world.OpenLogAsync();
        return world;
    }

    public static async Task<MirrorWorld> OpenWithLogTimeAsync(TimeProvider logTime)
    {
        var world = new MirrorWorld { LogTime = logTime };
        await world.OpenLogAsync();
        return world;
    }

    public static ClusterConfig Cluster(string alias, string bootstrapServers) => new()
    {
        Alias = alias,
        Properties = new Dictionary<string, string>
        {
            ["bootstrap.servers"] = bootstrapServers,
            ["reconnect.backoff.ms"] = "5",
            ["reconnect.backoff.max.ms"] = "50",
        },
    };

    public static MirrorConfig Mirror(string name, params string[] topics) => new()
    {
        Name = name,
        To = name,
        Topics = topics.Length > 0 ? topics : [".*"],
    };

    /// <summary>Starts one mirror named <c>central</c>.</summary>
    public void Start(FakeCluster cluster, params string[] topics) =>
        Start([Cluster("central", cluster.BootstrapServers)], [Mirror("central", topics)]);

    public void Start(IReadOnlyList<ClusterConfig> clusters, IReadOnlyList<MirrorConfig> mirrors)
    {
        var world = new FleetWorld(Limits, Time, _loggers, TcpDialer.DialAsync);
        Fleet = new MirrorFleet(Log, Gateway, new FleetPlan(Gateway, clusters, mirrors), world);
        _running = Fleet.RunAsync(_stop.Token);
    }

    /// <summary>Stops the mirrors, as at a clean stop of the gateway.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(30));
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        _running = Task.CompletedTask;
    }

    /// <summary>Closes and opens the log, as at a restart.</summary>
    public async Task ReopenAsync()
    {
        await Log.DisposeAsync();
        await OpenLogAsync();
    }

    /// <summary>Closes the log and opens it as after a kill: the next life of the log has another epoch.</summary>
    public async Task ReopenAsKilledAsync()
    {
        await Log.DisposeAsync();
        File.Delete(Path.Combine(_directory["data"], "clean-shutdown"));
        await OpenLogAsync();
    }

    public MirrorStatus Status(string mirror = "central") => Fleet.Status.Single(status => status.Name == mirror);

    public Task DrainAsync(string mirror = "central") =>
        Fleet.WaitAsync(mirror, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

    public async Task<Topic> CreateTopicAsync(string name, int partitions = 1, params (string, string)[] config) =>
        await Log.Topics.CreateAsync(
            name, partitions, config.ToDictionary(pair => pair.Item1, pair => pair.Item2), CancellationToken.None);

    /// <summary>Appends values as one run, each with its key and the time of its place.</summary>
    public async Task AppendAsync(string topic, int partition, params IEnumerable<string> values)
    {
        Topic there = Log.Topics.Find(topic) ?? await CreateTopicAsync(topic, partition + 1);
        using RecordRun run = RecordRun.Rent();
        foreach (string value in values)
        {
            run.BeginRecord(1_700_000_000_000 + value.Length);
            run.WriteKey(Encoding.UTF8.GetBytes($"k{value}"));
            run.WriteValue(Encoding.UTF8.GetBytes(value));
            run.BeginHeaders(1);
            run.WriteHeader("unit"u8, "celsius"u8);
            run.EndRecord();
        }

        await AppendAsync(there.Partitions[partition], new PositionAppend { Run = run });
    }

    /// <summary>Appends a value under the time that the log gives it.</summary>
    public async Task AppendStampedAsync(string topic, string value)
    {
        using RecordRun run = RecordRun.Rent();
        run.BeginRecord(Log.Clock.Stamp());
        run.WriteNullKey();
        run.WriteValue(Encoding.UTF8.GetBytes(value));
        run.BeginHeaders(0);
        run.EndRecord();
        await AppendAsync(Log.Topics.Find(topic)!.Partitions[0], new PositionAppend { Run = run });
    }

    /// <summary>Appends a producer's batch as it is.</summary>
    public async Task AppendBatchAsync(string topic, byte[] batch)
    {
        Topic there = Log.Topics.Find(topic) ?? await CreateTopicAsync(topic);
        await AppendAsync(there.Partitions[0], new PositionAppend { Batch = batch });
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Log.DisposeAsync();
        _stop.Dispose();
        _directory.Dispose();
    }

    private static async Task AppendAsync(Partition partition, PositionAppend append)
    {
        await partition.AppendAsync(append, CancellationToken.None);
        AppendResult result = await append.Completed;
        Assert.Equal(AppendError.None, result.Error);
    }

    private async Task OpenLogAsync() => Log = await LogDirectory.OpenAsync(
        new LogDirectoryOptions { Path = _directory["data"] }, LogTime, NullLoggerFactory.Instance,
        CancellationToken.None);

    private sealed class LineLoggerFactory : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
            // Nothing is held.
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
