using System.Threading.Channels;
using EdgeLog.Gateway.Client;
using EdgeLog.Gateway.Configuration;
using EdgeLog.Gateway.Configuration.Errors;
using EdgeLog.Gateway.Logging;
using EdgeLog.Gateway.Systemd;
using EdgeLog.Mqtt;

namespace EdgeLog.Gateway.Hosting;

/// <summary>
/// Changes the configuration of a running gateway: all of it or none. Everything that can be wrong is found before
/// anything is changed; what fails nevertheless is put back. One reload at a time.
/// </summary>
internal sealed partial class ConfigReload(
    GatewayParts parts, RunSource source, ConsoleLog console, SdNotify notify, ILogger logger)
    : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <summary>The configuration in force.</summary>
    public GatewayConfig Current => parts.Config;

    /// <summary>When it was read.</summary>
    public DateTimeOffset LoadedAt => parts.ConfigLoadedAt;

    /// <summary>What reloading <paramref name="file"/> (null: the gateway's own) would change; nothing is.</summary>
    public ConfigPlan Plan(string? file)
    {
        var next = file is null ? source.Load() : ConfigLoader.Load(file, source.DataDirectory);
        return PlanFor(next);
    }

    /// <summary>
    /// Reads the file again and changes to it. Throws <see cref="InvalidConfigException"/> or
    /// <see cref="CommandException"/> where it cannot be; then nothing has changed.
    /// </summary>
    public async Task<ConfigPlan> ReloadAsync(CancellationToken cancellation)
    {
        await _oneAtATime.WaitAsync(cancellation);
        try
        {
            notify.Reloading();
            var next = source.Load();
            var plan = PlanFor(next);
            if (plan.Conflicts.Count > 0)
            {
                throw new CommandException(string.Join('\n', plan.Conflicts));
            }

            await ApplyAsync(next, cancellation);
            LogReloaded(plan.Changes.Count, plan.NeedRestart.Count);
            return plan;
        }
        finally
        {
            notify.Ready(parts.Config.Name);
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>Reloads at each signal and reports to the log, until cancelled.</summary>
    public async Task RunAsync(ChannelReader<bool> signals, CancellationToken cancellation)
    {
        await foreach (var _ in signals.ReadAllAsync(cancellation))
        {
            try
            {
                var plan = await ReloadAsync(cancellation);
                foreach (var line in plan.Lines())
                {
                    LogChange(line);
                }
            }
            catch (Exception exception) when (exception is InvalidConfigException or CommandException)
            {
                LogRefused(exception.Message);
            }
        }
    }

    private ConfigPlan PlanFor(GatewayConfig next) => ConfigPlan.Between(parts.Config, next) with
    {
        Topics = TopicDeclarations.Plan(parts.Log.Topics, next),
        Conflicts = [.. TopicDeclarations.Conflicts(parts.Log.Topics, next), .. NameConflicts(next)],
    };

    // Mirrored topics and positions carry the name: under the old one they would go where nobody looks for them.
    private IEnumerable<string> NameConflicts(GatewayConfig next)
    {
        if (next.Mirrors.Count > 0 && next.Name != parts.Config.Name)
        {
            yield return $"gateway.name: {next.Name} takes a restart, and mirrors go by it: restart the gateway";
        }
    }

    private async Task ApplyAsync(GatewayConfig next, CancellationToken cancellation)
    {
        var before = parts.Config;
        // What stays as it was until a restart is not taken over, so that status and diff go on telling the truth.
        var running = next with
        {
            Name = before.Name,
            Data = next.Data with { Directory = before.Data.Directory },
            Listeners = [.. before.Listeners.Select(listener => listener.Renewed(next.Listeners))],
            Values = ConfigPlan.Running(before.Values, next.Values),
        };
        try
        {
            await SwitchAsync(running, cancellation);
            await TopicDeclarations.ApplyAsync(parts.Log.Topics, running, cancellation);
            parts.Config = running;
            parts.Mqtt.DropUnwelcome();
        }
        catch (Exception exception)
        {
            LogRollback(exception.Message);
            await SwitchAsync(before, CancellationToken.None);
            throw exception is CommandException
                ? exception
                : new CommandException($"nothing changed: {exception.Message}", exception);
        }
    }

    private async Task SwitchAsync(GatewayConfig config, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        parts.Access.Reconfigure(config.Security);
        parts.Listeners.Renew(config.Listeners);
        parts.Mqtt.Reconfigure(new MqttServerOptions { Limits = config.MqttLimits, Routes = config.Routes });
        await parts.Devices.ReconfigureAsync(config.Devices);
        await parts.Mirrors.ReconfigureAsync(config.Clusters, config.Mirrors);
        await parts.Connectors.ReconfigureAsync(config.Connectors);
        parts.Log.Reconfigure(LogSettings.Of(config));
        console.Level = config.LogLevel;
    }
}
