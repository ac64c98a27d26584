using EdgeLog.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Connect;

/// <summary>
/// All connectors of a gateway, each on its own loop. Who is paused is kept in the log. Safe from any thread; changes
/// are made one after the other.
/// </summary>
public sealed class ConnectorFleet : IDisposable
{
    private readonly LogDirectory _log;
    private readonly ConnectorContext _context;
    private readonly IReadOnlyList<ConnectorClass> _classes;
    private readonly ConnectorStore _store;
    private readonly Worker _worker;
    private readonly SemaphoreSlim _change = new(1, 1);
    private readonly HashSet<string> _paused = new(StringComparer.Ordinal);
    private readonly Dictionary<ConnectorConfig, SinkCursors> _sinks = [];
    private readonly List<ConnectorConfig> _started = [];
    private volatile IReadOnlyList<ConnectorConfig> _configs = [];
    private volatile HashSet<string> _pausedNow = [];
    private volatile Dictionary<ConnectorConfig, SinkCursors> _sinksNow = [];
    private bool _isRunning;

    /// <summary>
    /// Makes the fleet; nothing runs before <see cref="RunAsync"/>. From here on the log keeps what sinks have not
    /// handed over. Throws <see cref="ConfigException"/> where an entry is wrong.
    /// </summary>
    public ConnectorFleet(
        LogDirectory log,
        IReadOnlyList<ConnectorClass> classes,
        IReadOnlyList<ConnectorConfig> configs,
        ConnectorContext context,
        ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(context);
        _log = log;
        _classes = classes;
        _context = context;
        _store = new ConnectorStore(log, context.Time);
        _worker = new Worker(log, context.Time, loggers);
        Keep([], Checked(configs));
        _configs = [.. configs];
    }

    /// <summary>Every connector as of now, in the order of the configuration.</summary>
    public IReadOnlyList<ConnectorStatus> Status
    {
        get
        {
            Dictionary<string, WorkerTaskStatus> tasks = _worker.Status.ToDictionary(task => task.Name);
            return
            [
                .. _configs.Select(config =>
                {
                    WorkerTaskStatus? task = tasks.GetValueOrDefault(config.Name);
                    return new ConnectorStatus(
                        config.Name, config.ClassName, ClassOf(config).Type, StateOf(config.Name, task))
                    {
                        Task = task ?? Idle(config),
                    };
                }),
            ];
        }
    }

    /// <summary>The names of those entries whose records the log keeps until they are handed over.</summary>
    public static IEnumerable<string> KeeperNames(
        IReadOnlyList<ConnectorClass> classes, IEnumerable<ConnectorConfig> configs) =>
        configs.Where(config => classes.Any(known => known is SinkConnector && known.Name == config.ClassName))
            .Select(config => SinkCursors.KeeperName(config.Name));

    /// <summary>Runs until cancelled. Throws <see cref="StorageException"/> where the log has failed.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await ChangeAsync(
            () =>
            {
                _paused.UnionWith(_store.LoadPaused());
                _isRunning = true;
                return Task.CompletedTask;
            },
            cancellation);
        await _worker.RunAsync(cancellation);
    }

    /// <summary>
    /// Changes to other entries: all or, where one is wrong (<see cref="ConfigException"/>), none. Those that stay the
    /// same run on; positions and states stay.
    /// </summary>
    public Task ReconfigureAsync(IReadOnlyList<ConnectorConfig> configs)
    {
        IReadOnlyList<ConnectorConfig> wanted = Checked(configs);
        return ChangeAsync(
            () =>
            {
                Keep(_configs, wanted);
                _configs = wanted;
                return Task.CompletedTask;
            },
            CancellationToken.None);
    }

    /// <summary>
    /// Stops a connector's task until it is resumed; false where there is no such connector. Durable when it returns.
    /// </summary>
    public Task<bool> PauseAsync(string name, CancellationToken cancellation) =>
        SwitchAsync(name, ConnectorState.Paused, cancellation);

    /// <summary>Starts a paused connector's task again; false where there is no such connector.</summary>
    public Task<bool> ResumeAsync(string name, CancellationToken cancellation) =>
        SwitchAsync(name, ConnectorState.Running, cancellation);

    /// <inheritdoc />
    public void Dispose() => _change.Dispose();

    private WorkerTaskStatus Idle(ConnectorConfig config) => new(config.Name, WorkerTaskState.Stopped)
    {
        LagCount = _sinksNow.GetValueOrDefault(config)?.LagCount ?? 0,
    };

    private static ConnectorState StateOf(WorkerTaskStatus? task) => task?.State switch
    {
        WorkerTaskState.Running => ConnectorState.Running,
        WorkerTaskState.Failed => ConnectorState.Failed,
        _ => ConnectorState.Unassigned,
    };

    private ConnectorState StateOf(string name, WorkerTaskStatus? task) =>
        _pausedNow.Contains(name) ? ConnectorState.Paused : StateOf(task);

    private async Task<bool> SwitchAsync(string name, ConnectorState state, CancellationToken cancellation)
    {
        if (_configs.All(config => config.Name != name))
        {
            return false;
        }

        await ChangeAsync(
            async () =>
            {
                await _store.SaveStateAsync(name, state, cancellation);
                if (state == ConnectorState.Paused)
                {
                    _paused.Add(name);
                }
                else
                {
                    _paused.Remove(name);
                }
            },
            cancellation);
        return true;
    }

    private async Task ChangeAsync(Func<Task> change, CancellationToken cancellation)
    {
        await _change.WaitAsync(cancellation);
        try
        {
            await change();
            if (_isRunning)
            {
                await ApplyAsync();
            }
        }
        finally
        {
            _change.Release();
        }
    }

    private async Task ApplyAsync()
    {
        _pausedNow = _paused.ToHashSet(StringComparer.Ordinal);
        List<ConnectorConfig> wanted = [.. _configs.Where(config => !_paused.Contains(config.Name))];
        foreach (ConnectorConfig config in _started.Except(wanted).ToArray())
        {
            await _worker.RemoveAsync(config.Name);
            _started.Remove(config);
        }

        foreach (ConnectorConfig gone in _sinks.Keys.Except(_configs).ToArray())
        {
            _sinks.Remove(gone, out SinkCursors? cursors);
            cursors?.Forget();
        }

        foreach (ConnectorConfig config in _configs)
        {
            if (ClassOf(config) is SinkConnector sink && !_sinks.ContainsKey(config))
            {
                // Paused ones too: what they know says what the log may let go of.
                Func<Topic, bool> selects = sink.CreateSelection(config);
                _sinks.Add(config, new SinkCursors(config.Name, _log, selects, _store, _context.Logger));
                _log.Mirrors.SetReady(SinkCursors.KeeperName(config.Name));
            }
        }

        _sinksNow = new Dictionary<ConnectorConfig, SinkCursors>(_sinks);
        foreach (ConnectorConfig config in wanted.Except(_started).ToArray())
        {
            Start(config);
            _started.Add(config);
        }
    }

    private void Start(ConnectorConfig config)
    {
        ConnectorClass known = ClassOf(config);
        if (known is SourceConnector source)
        {
            RecordPipeline pipeline = source.CreatePipeline(config, _context.DeadLetters);
            _worker.Add(config.Name, source.CreateTask(config, _context), pipeline);
        }
        else if (known is SinkConnector sink)
        {
            var pipeline = new SinkPipeline(
                sink.CreatePipeline(config, _context.DeadLetters),
                RecordPipeline.Create(config.Name, new Dictionary<string, string>(), _context.DeadLetters));
            _worker.Add(config.Name, sink.CreateTask(config, _context), pipeline, _sinks[config]);
        }
    }

    // What the log keeps it keeps for the sinks that are configured, whether or not they run.
    private void Keep(IReadOnlyList<ConnectorConfig> before, IReadOnlyList<ConnectorConfig> now)
    {
        foreach (ConnectorConfig config in now)
        {
            if (ClassOf(config) is SinkConnector sink)
            {
                Func<Topic, bool> selects = sink.CreateSelection(config);
                _log.Mirrors.Declare(
                    SinkCursors.KeeperName(config.Name), topic => !topic.IsInternal && selects(topic));
            }
        }

        foreach (string name in KeeperNames(_classes, before).Except(KeeperNames(_classes, now)))
        {
            _log.Mirrors.Release(name);
        }
    }

    private ConnectorClass ClassOf(ConnectorConfig config) =>
        _classes.FirstOrDefault(known => known.Name == config.ClassName)
        ?? throw new ConfigException("connector.class", $"There is no connector {config.ClassName}.");

    private IReadOnlyList<ConnectorConfig> Checked(IReadOnlyList<ConnectorConfig> configs)
    {
        foreach (ConnectorConfig config in configs)
        {
            ClassOf(config).Check(config);
        }

        return [.. configs];
    }
}
