using EdgeLog.Connect;
using EdgeLog.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Devices;

/// <summary>All devices of a gateway, each on its own loop. Safe from any thread.</summary>
public sealed partial class DeviceFleet : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Worker _worker;
    private readonly SemaphoreSlim _change = new(1, 1);
    private volatile IReadOnlyList<Member> _members = [];
    private IReadOnlyList<DeviceConfig> _configs;
    private bool _isRunning;

    /// <summary>Makes the fleet. Throws <see cref="ConfigException"/> where a device's entry is wrong.</summary>
    public DeviceFleet(
        LogDirectory log, IReadOnlyList<DeviceConfig> configs, TimeProvider time, ILoggerFactory loggers)
    {
        _time = time;
        _logger = loggers.CreateLogger<DeviceFleet>();
        _worker = new Worker(log, time, loggers);
        _configs = Checked(configs);
    }

    /// <summary>Where readings go that transforms reject.</summary>
    public DeadLetterTopic DeadLetters { get; init; } = new();

    /// <summary>All devices as of now, in the order of the configuration.</summary>
    public IReadOnlyList<DeviceStatus> Status
    {
        get
        {
            Dictionary<string, WorkerTaskStatus> tasks = _worker.Status.ToDictionary(task => task.Name);
            return
            [
                .. _members.Select(member => new DeviceStatus(
                    member.Config.Name, member.Config.Driver, member.Config.Topic)
                {
                    Sensors = member.Source.Last,
                    SkippedPollCount = member.Source.SkippedPollCount,
                    HangCount = member.Source.HangCount,
                    Task = tasks.GetValueOrDefault(member.Config.Name)
                        ?? new WorkerTaskStatus(member.Config.Name, WorkerTaskState.Stopped),
                }),
            ];
        }
    }

    /// <summary>Runs until cancelled. Throws <see cref="StorageException"/> where the log has failed.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await _change.WaitAsync(cancellation);
        try
        {
            _isRunning = true;
            await ApplyAsync();
        }
        finally
        {
            _change.Release();
        }

        await _worker.RunAsync(cancellation);
    }

    /// <summary>
    /// Changes to other devices: all or, where one is wrong (<see cref="ConfigException"/>), none. Those whose entry
    /// stays the
    /// same go on undisturbed.
    /// </summary>
    public async Task ReconfigureAsync(IReadOnlyList<DeviceConfig> configs)
    {
        IReadOnlyList<DeviceConfig> wanted = Checked(configs);
        await _change.WaitAsync();
        try
        {
            _configs = wanted;
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

    /// <summary>Reads a device now, off its schedule; null where there is none of that name.</summary>
    public async Task<IReadOnlyList<SensorReading>?> ReadAsync(string name, CancellationToken cancellation)
    {
        Member? member = _members.FirstOrDefault(member => member.Config.Name == name);
        return member is null ? null : await member.Source.ReadNowAsync(cancellation);
    }

    /// <inheritdoc />
    public void Dispose() => _change.Dispose();

    private static List<DeviceConfig> Checked(IReadOnlyList<DeviceConfig> configs)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (DeviceConfig config in configs)
        {
            if (!names.Add(config.Name))
            {
                throw new ConfigException("name", $"two devices are called {config.Name}: their sensors would mix");
            }

            config.Check();
        }

        return [.. configs];
    }

    private async Task ApplyAsync()
    {
        var kept = new Dictionary<string, Member>(StringComparer.Ordinal);
        foreach (Member member in _members)
        {
            if (_configs.Contains(member.Config))
            {
                kept.Add(member.Config.Name, member);
            }
            else
            {
                await _worker.RemoveAsync(member.Config.Name);
            }
        }

        var members = new List<Member>();
        foreach (DeviceConfig config in _configs)
        {
            members.Add(kept.GetValueOrDefault(config.Name) ?? Start(config));
        }

        _members = members;
    }

    private Member Start(DeviceConfig config)
    {
        RecordPipeline pipeline = config.CreatePipeline(DeadLetters);
        foreach (string warning in pipeline.Warnings)
        {
            LogWarning(_logger, config.Name, warning);
        }

        var source = new DeviceSource(config, _time);
        _worker.Add(config.Name, source, pipeline);
        return new Member(config, source);
    }

    private sealed record Member(DeviceConfig Config, DeviceSource Source);
}
