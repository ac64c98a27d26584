using EdgeLog.Bridge;
using EdgeLog.Connect;
using EdgeLog.Devices;
using EdgeLog.Gateway.Admin;
using EdgeLog.Gateway.Client;
using EdgeLog.Gateway.Configuration;
using EdgeLog.Gateway.Configuration.Values;
using EdgeLog.Gateway.Logging;
using EdgeLog.Gateway.Status;
using EdgeLog.Gateway.Systemd;
using EdgeLog.Kafka;
using EdgeLog.Kafka.Groups;
using EdgeLog.Mqtt;
using EdgeLog.Network.Security;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Hosting;

/// <summary>
/// One run of the gateway from start to stop: lock and recover, listeners, ready; then until a signal or a failure;
/// then close, drain, flush. Owns every part and every loop.
/// </summary>
internal sealed partial class GatewayRun : IDisposable
{
    // systemd's own default is 90 s; a gateway has connections to say goodbye to, not work to finish.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly GatewayConfig _config;
    private readonly RunSource _source;
    private readonly TimeProvider _time;
    private readonly ConsoleLog _console;
    private readonly LoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly SdNotify _notify = SdNotify.FromEnvironment();
    private readonly CancellationTokenSource _stopping = new();

    public GatewayRun(GatewayConfig config, RunSource source, TimeProvider time)
    {
        _config = config;
        _source = source;
        _time = time;
        _console = new ConsoleLog(Console.OpenStandardOutput(), ConsoleLog.DetectFormat(), config.LogLevel, time);
        _loggers = new LoggerFactory([_console]);
        _logger = _loggers.CreateLogger<GatewayRun>();
    }

    /// <summary>Runs until a signal or a failure; the result is the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        using var link = cancellation.UnsafeRegister(_ => _stopping.Cancel(), null);
        using var signals = new Signals(_stopping.Cancel);
        var started = _time.GetTimestamp();
        LogStarting(StatusCollector.Version, _config.File ?? "built in", _config.Data.Directory);
        foreach (var warning in _config.Warnings)
        {
            LogWarning(warning);
        }

        try
        {
            await using var log = await OpenLogAsync();
            await log.Gaps.PrepareAsync(_stopping.Token);
            await TopicDeclarations.ApplyAsync(log.Topics, _config, _stopping.Token);
            var parts = Compose(log, started);
            using var kafka = parts.Kafka;
            return await RunPartsAsync(parts, signals);
        }
        catch (StorageException exception)
        {
            LogStorageFailed(exception.Message.TrimEnd('.'));
            return ExitCodes.Failed;
        }
        catch (CommandException exception)
        {
            LogNotStarted(exception.Message);
            return exception.ExitCode;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return ExitCodes.Done;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        _notify.Dispose();
        _loggers.Dispose();
        _console.Dispose();
    }

    // What stands in the way of opening is no failure of the log: it is in use, not writable, or of a newer version.
    private async Task<LogDirectory> OpenLogAsync()
    {
        try
        {
            return await LogDirectory.OpenAsync(LogSettings.Of(_config), _time, _loggers, _stopping.Token);
        }
        catch (StorageException exception)
        {
            throw new CommandException(exception.Message, exception);
        }
    }

    private GatewayParts Compose(LogDirectory log, long started)
    {
        var access = new AccessControl(
            _config.Security, SecurityLimits.Default, log.Clock, _loggers.CreateLogger<AccessControl>());
        var options = new MqttServerOptions
        {
            Limits = _config.MqttLimits, Routes = _config.Routes, Access = access,
        };
        var mqtt = new MqttServer(log, options, log.Clock, _loggers);
        var kafka = KafkaBroker.Open(log, new GroupLimits(), log.Clock, _loggers);
        return new GatewayParts
        {
            Time = log.Clock,
            StartedTimestamp = started,
            Config = _config,
            Log = log,
            Mqtt = mqtt,
            Access = access,
            Kafka = kafka,
            Devices = new DeviceFleet(log, _config.Devices, log.Clock, _loggers),
            Mirrors = new MirrorFleet(log, _config.Name, _config.Clusters, _config.Mirrors, log.Clock, _loggers),
            Connectors = ComposeConnectors(log, mqtt),
            Listeners = new ListenerSet(_config, kafka, access, _loggers),
            Rates = new RateMeter(
                () => new RateMeter.CounterSample(mqtt.Statistics.MessagesIn, log.Statistics.RecordsAppended), _time),
        };
    }

    private ConnectorFleet ComposeConnectors(LogDirectory log, MqttServer mqtt)
    {
        var context = new ConnectorContext
        {
            GatewayName = _config.Name,
            DeadLetters = new DeadLetterTopic(),
            Time = log.Clock,
            Logger = _loggers.CreateLogger<ConnectorFleet>(),
        };
        return new ConnectorFleet(log, MqttConnectors.For(mqtt), _config.Connectors, context, _loggers);
    }

    private async Task<int> RunPartsAsync(GatewayParts parts, Signals signals)
    {
        using var listeners = parts.Listeners;
        using var reload = new ConfigReload(parts, _source, _console, _notify, _loggers.CreateLogger<ConfigReload>());
        var routes = new AdminRoutes(
            new StatusApi(parts), new TopicsApi(parts.Log, () => parts.Config),
            new RecordsApi(parts.Log, parts.Time, _stopping.Token), new GapsApi(parts.Log), new DoctorApi(parts.Log),
            new PartsApi(parts, _stopping.Token), new ConnectorsApi(parts), new ConfigApi(reload));
        await parts.Listeners.OpenAsync(parts.Mqtt, routes);
        await using var socket = await OpenSocketAsync(parts, routes);
        var exitCode = ExitCodes.Done;
        var loops = new LoopSet(_stopping.Token);
        var listening = parts.Listeners.RunAsync();
        loops.Add("listeners", listening);
        loops.Start("groups", parts.Kafka.RunAsync);
        loops.Start("mqtt", parts.Mqtt.RunAsync);
        loops.Start("devices", parts.Devices.RunAsync);
        loops.Start("mirrors", parts.Mirrors.RunAsync);
        loops.Start("connectors", parts.Connectors.RunAsync);
        loops.Start("rates", parts.Rates.RunAsync);
        loops.Start("reload", cancellation => reload.RunAsync(signals.Reloads, cancellation));
        if (_notify.IsActive && Watchdog.IntervalFromEnvironment() is { } interval)
        {
            loops.Start("watchdog", new Watchdog(_notify, () => Progress(parts.Log), interval, _time).RunAsync);
        }

        Announce(parts);
        loops.Add("log", parts.Log.Completion);
        var (name, failure) = await loops.FirstEndAsync();
        if (failure is not null)
        {
            exitCode = ExitCodes.Failed;
            LogLoopFailed(failure, name);
        }

        await StopAsync(parts, socket, loops);
        return exitCode;
    }

    private async Task<AdminServer?> OpenSocketAsync(GatewayParts parts, AdminRoutes routes)
    {
        try
        {
            var application = new AdminApplication(routes, AdminScope.Full, _loggers.CreateLogger<AdminApplication>());
            return await AdminServer.OnSocketAsync(parts.Log.Path, application, parts.Listeners.Transport, _loggers);
        }
        catch (Exception exception)
            when (exception is IOException or ArgumentException or System.Net.Sockets.SocketException)
        {
            LogSocketUnavailable(
                AdminSocket.PathIn(parts.Log.Path), exception.Message.TrimEnd('.'), AdminSocket.MaxPathBytes);
            return null;
        }
    }

    private void Announce(GatewayParts parts)
    {
        foreach (var listener in parts.Listeners.Listeners.Where(l => l.Reason is null))
        {
            LogListening(listener.Config.Protocol.ToString().ToLowerInvariant(), listener.Address.ToString());
        }

        var config = parts.Config;
        var summary = string.Join(
            ", ", CountText.Of(config.Routes.Count, "route"), CountText.Of(config.Devices.Count, "device"),
            CountText.Of(config.Mirrors.Count, "mirror"), CountText.Of(config.Connectors.Count, "connector"));
        LogReady(parts.Config.Name, summary, _time.GetElapsedTime(parts.StartedTimestamp).TotalMilliseconds);
        if (_console.Format == LogFormat.Terminal)
        {
            foreach (var line in Invitation.Lines(parts))
            {
                _console.Write(line);
            }
        }

        _notify.Ready($"{parts.Config.Name}: {summary}");
    }

    private async Task StopAsync(GatewayParts parts, AdminServer? socket, LoopSet loops)
    {
        _notify.Stopping();
        LogStopping();
        using var deadline = new CancellationTokenSource(StopTimeout, _time);
        await parts.Listeners.StopAsync(deadline.Token);
        await _stopping.CancelAsync();
        if (socket is not null)
        {
            await socket.StopAsync(deadline.Token);
        }

        await loops.WaitAsync(deadline.Token);
        if (!parts.Log.Completion.IsCompleted)
        {
            await parts.Log.DisposeAsync();
            LogStopped();
        }
    }

    private static WorkProgress Progress(LogDirectory log)
    {
        var statistics = log.Statistics;
        return new WorkProgress(statistics.Progress, statistics.HasPendingWork, log.Completion.IsFaulted);
    }
}
