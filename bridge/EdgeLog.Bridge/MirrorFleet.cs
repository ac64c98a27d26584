using EdgeLog.Connect;
using EdgeLog.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Bridge;

/// <summary>
/// All mirrors of the gateway. Each has its own loop, connections and share of the buffers: a target that is down, slow
/// or refuses holds up no other.
/// </summary>
public sealed class MirrorFleet
{
    /// <summary>
    /// Shares of the buffers are not larger than a quarter, so that up to four mirrors come and go freely.
    /// </summary>
    private const int SharesMin = 4;

    private readonly LogDirectory _log;
    private readonly string _gatewayName;
    private readonly FleetWorld _world;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private Task _lastChange = Task.CompletedTask;
    private FleetPlan _plan;
    private IReadOnlyList<RunningMirror> _running = [];
    private bool _isRunning;

    /// <summary>
    /// Plans the mirrors; nothing runs before <see cref="RunAsync"/>. Throws <see cref="ConfigException"/> where a
    /// property is missing, unknown or impossible.
    /// </summary>
    public MirrorFleet(
        LogDirectory log,
        string gatewayName,
        IReadOnlyList<ClusterConfig> clusters,
        IReadOnlyList<MirrorConfig> mirrors,
        TimeProvider time,
        ILoggerFactory loggers)
        : this(
            log,
            gatewayName,
            new FleetPlan(gatewayName, clusters, mirrors),
            new FleetWorld(new MirrorLimits(), time, loggers, TcpDialer.DialAsync))
    {
    }

    internal MirrorFleet(LogDirectory log, string gatewayName, FleetPlan plan, FleetWorld world)
    {
        _log = log;
        _gatewayName = gatewayName;
        _plan = plan;
        _world = world;
        _logger = world.Loggers.CreateLogger<MirrorFleet>();
        TellLog([], plan.Mirrors);
    }

    /// <summary>Every mirror as of now, in the order of the configuration.</summary>
    public IReadOnlyList<MirrorStatus> Status =>
        [.. Volatile.Read(ref _running).Select(running => running.Mirror.Status)];

    /// <summary>All that is wrong with a configuration, each with its key; empty where nothing is.</summary>
    public static IReadOnlyList<ConfigException> Validate(
        string gatewayName, IReadOnlyList<ClusterConfig> clusters, IReadOnlyList<MirrorConfig> mirrors) =>
        FleetPlan.Validate(gatewayName, clusters, mirrors);

    /// <summary>Mirrors until cancelled; then lets what is in flight arrive, saves positions, and returns.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await ChangeAsync(() => _isRunning = true);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellation.UnsafeRegister(static source => ((TaskCompletionSource)source!).SetResult(), stopped))
        {
            await stopped.Task;
        }

        await ChangeAsync(() => _isRunning = false);
    }

    /// <summary>
    /// Changes to another configuration: mirrors that are the same run on, others are stopped, started, or both;
    /// positions stay. Throws <see cref="ConfigException"/>, and changes nothing, where it is wrong.
    /// </summary>
    public async Task ReconfigureAsync(IReadOnlyList<ClusterConfig> clusters, IReadOnlyList<MirrorConfig> mirrors)
    {
        var plan = new FleetPlan(_gatewayName, clusters, mirrors);
        await ChangeAsync(() =>
        {
            TellLog(_plan.Mirrors, plan.Mirrors);
            _plan = plan;
        });
    }

    /// <summary>
    /// Tries a mirror's way to its target step by step, beside what runs: name, connection, protocol, rights.
    /// </summary>
    public Task<IReadOnlyList<MirrorTestStep>> TestAsync(string name, CancellationToken cancellation)
    {
        MirrorPlan plan = _plan.Find(name) ?? throw UnknownMirror(name);
        return new MirrorProbe(plan, _log, _world.Dial, _world.Time).RunAsync(cancellation);
    }

    /// <summary>
    /// Completes when a mirror has nothing left to send; one that a change of the configuration replaces is followed to
    /// its successor. Throws <see cref="ArgumentException"/> where there is no such mirror, or no more.
    /// </summary>
    public async Task WaitAsync(string name, CancellationToken cancellation)
    {
        while (true)
        {
            RunningMirror? running = Volatile.Read(ref _running)
                .FirstOrDefault(running => running.Mirror.Config.Name == name);
            if (running is null)
            {
                throw UnknownMirror(name);
            }

            if (await running.Mirror.WaitAsync(cancellation))
            {
                return;
            }

            await Volatile.Read(ref _lastChange).WaitAsync(cancellation);
        }
    }

    /// <summary>One change after the other, in the order they were asked for.</summary>
    private Task ChangeAsync(Action change)
    {
        lock (_lock)
        {
            return _lastChange = ChangeAfterAsync(_lastChange, change);
        }
    }

    private async Task ChangeAfterAsync(Task before, Action change)
    {
        try
        {
            await before;
        }
        catch (Exception)
        {
            // Whoever asked for the one before was told; this one is to go its way all the same.
        }

        change();
        await FollowPlanAsync(_isRunning ? _plan.Mirrors : []);
    }

    /// <summary>What the log keeps it keeps for the mirrors that are configured, whether or not they run.</summary>
    private void TellLog(IReadOnlyList<MirrorPlan> before, IReadOnlyList<MirrorPlan> now)
    {
        foreach (MirrorPlan plan in now)
        {
            _log.Mirrors.Declare(plan.Mirror.Name, topic => plan.Settings.Carries(topic.Name));
        }

        foreach (string name in before.Select(plan => plan.Mirror.Name).Except(now.Select(plan => plan.Mirror.Name)))
        {
            _log.Mirrors.Release(name);
        }
    }

    private async Task FollowPlanAsync(IReadOnlyList<MirrorPlan> plans)
    {
        int bufferBytes = _world.Limits.BufferBytes / Math.Max(plans.Count, SharesMin);
        List<RunningMirror> kept = [.. _running.Where(running =>
            running.BufferBytes == bufferBytes && plans.Any(plan => plan.SameAs(running.Plan)))];
        await Task.WhenAll(_running.Except(kept).Select(async running => await running.DisposeAsync()));
        List<RunningMirror> now = [];
        foreach (MirrorPlan plan in plans)
        {
            RunningMirror? running = kept.Find(running => running.Plan.SameAs(plan));
            if (running is null)
            {
                running = new RunningMirror(plan, bufferBytes, new Mirror(plan.Mirror, MakeContext(plan, bufferBytes)));
                running.Start();
            }

            now.Add(running);
        }

        Volatile.Write(ref _running, now);
    }

    private MirrorContext MakeContext(MirrorPlan plan, int bufferBytes) => new()
    {
        Log = _log,
        Settings = plan.Settings,
        Client = plan.Client,
        Limits = _world.Limits,
        BufferBytes = bufferBytes,
        Times = new LoopTimes(_world.Time),
        Dial = _world.Dial,
        Logger = _logger,
        Report = new MirrorReport(plan.Mirror.Name, _logger),
        Backoff = new Backoff(plan.Client.Backoff, plan.Client.BackoffMax, new Random()),
    };

    private static ArgumentException UnknownMirror(string name) =>
        new($"There is no mirror {name}; edgelog mirrors status lists them.", nameof(name));
}
