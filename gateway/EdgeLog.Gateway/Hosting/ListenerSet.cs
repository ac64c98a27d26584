using System.Net.Sockets;
using EdgeLog.Gateway.Admin;
using EdgeLog.Gateway.Client;
using EdgeLog.Gateway.Configuration;
using EdgeLog.Gateway.Listening;
using EdgeLog.Kafka;
using EdgeLog.Network.Security;
using EdgeLog.Network.Tls;
using EdgeLog.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace EdgeLog.Gateway.Hosting;

/// <summary>
/// The listeners of the gateway. An MQTT or Kafka port that is taken ends the start; a taken HTTP port degrades it.
/// Opened and stopped by the gateway's main loop.
/// </summary>
internal sealed partial class ListenerSet : IDisposable
{
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly LogDirectory _log;
    private readonly AccessControl _access;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, ListenerGate> _gates = new(StringComparer.Ordinal);
    private readonly SocketTransportFactory _transport;
    private readonly Dictionary<string, KafkaServer> _kafka = new(StringComparer.Ordinal);

    /// <summary>Plans the listeners; nothing is open before <see cref="OpenAsync"/>.</summary>
    public ListenerSet(GatewayConfig config, KafkaBroker kafka, AccessControl access, ILoggerFactory loggers)
    {
        _log = kafka.Log;
        _access = access;
        _loggers = loggers;
        _logger = loggers.CreateLogger<ListenerSet>();
        _transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggers);
        Listeners = [.. config.Listeners.Select(l => new OpenListener(l))];
        foreach (var listener in config.Listeners)
        {
            _gates.Add(listener.Name, new ListenerGate(listener, TlsOf(listener)));
        }

        foreach (var listener in config.Listeners.Where(l => l.Protocol == ListenerProtocol.Kafka))
        {
            var options = new KafkaServerOptions
            {
                Advertised = AdvertisedAddress.TryParse(listener.Advertised, out var advertised) ? advertised : null,
            };
            _kafka.Add(listener.Name, new KafkaServer(kafka, options, _log.Clock, loggers));
        }
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<OpenListener> Listeners { get; }

    /// <summary>The Kafka servers: one for each listener, as each advertises its own address.</summary>
    public IReadOnlyCollection<KafkaServer> Kafka => _kafka.Values;

    /// <summary>What connections pass first, for each listener.</summary>
    public IReadOnlyCollection<ListenerGate> Gates => _gates.Values;

    /// <summary>The transport that all of them share.</summary>
    public IConnectionListenerFactory Transport => _transport;

    /// <summary>
    /// Binds every listener. Throws <see cref="CommandException"/> naming who holds a port that is needed.
    /// </summary>
    public async Task OpenAsync(ConnectionHandler mqtt, AdminRoutes routes)
    {
        var held = new List<string>();
        foreach (var listener in Listeners)
        {
            try
            {
                await OpenOneAsync(listener, mqtt, routes);
                listener.Reason = null;
            }
            catch (Exception exception) when (exception is IOException or SocketException or AddressInUseException)
            {
                listener.Reason = WhyNot(listener.Config, exception);
                if (listener.Config.Protocol == ListenerProtocol.Http)
                {
                    LogHttpUnavailable(listener.Config.Name, listener.Reason);
                }
                else
                {
                    held.Add($"listener {listener.Config.Name}: {listener.Reason}");
                }
            }
        }

        if (held.Count > 0)
        {
            throw new CommandException(string.Join('\n', held));
        }
    }

    /// <summary>Accepts on every open listener until they are stopped; fails when one of them fails.</summary>
    public async Task RunAsync()
    {
        var running = Listeners.Where(l => l.Connections is not null).Select(RunAsync).ToList();
        while (running.Count > 0)
        {
            var ended = await Task.WhenAny(running);
            running.Remove(ended);
            await ended;
        }
    }

    /// <summary>Shows newcomers the certificates of a new configuration.</summary>
    public void Renew(IReadOnlyList<ListenerConfig> listeners)
    {
        foreach (var listener in listeners)
        {
            if (listener.Tls is { } next && _gates[listener.Name].Tls is { } tls && tls.Material != next.Material)
            {
                tls.Material = next.Material;
                LogRenewed(listener.Name, next.Material.ValidUntil);
            }
        }
    }

    /// <summary>Closes all of them; what is under way has until <paramref name="deadline"/>.</summary>
    public async Task StopAsync(CancellationToken deadline)
    {
        await _stopping.CancelAsync();
        var stops = new List<Task>();
        foreach (var listener in Listeners)
        {
            stops.Add(listener.Connections?.StopAsync(deadline) ?? Task.CompletedTask);
            stops.Add(listener.Http?.StopAsync(deadline) ?? Task.CompletedTask);
        }

        await Task.WhenAll(stops);
        foreach (var listener in Listeners)
        {
            listener.Connections?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private TlsGate? TlsOf(ListenerConfig listener)
    {
        if (listener.Tls is not { } tls)
        {
            return null;
        }

        var config = new TlsGateConfig
        {
            Listener = listener.Name,
            IsCertificateOptional = listener.AllowAnonymous,
            Time = _log.Clock,
            ClockTrust = () => _log.Clock.Status.IsTrusted ? ClockTrust.Known : ClockTrust.Unknown,
        };
        return new TlsGate(tls.Material, config, _loggers.CreateLogger<TlsGate>());
    }

    private async Task OpenOneAsync(OpenListener listener, ConnectionHandler mqtt, AdminRoutes routes)
    {
        var logger = _loggers.CreateLogger<ConnectionLoop>();
        var address = listener.Config.Address;
        var gate = _gates[listener.Config.Name];
        switch (listener.Config.Protocol)
        {
            case ListenerProtocol.Mqtt:
                listener.Connections = await ConnectionLoop.BindAsync(_transport, address, gate.Before(mqtt), logger);
                break;
            case ListenerProtocol.Kafka:
                listener.Connections = await ConnectionLoop.BindAsync(
                    _transport, address, gate.Before(_kafka[listener.Config.Name]), logger);
                break;
            default:
                var webSocket = new MqttOverWebSocket(mqtt, _log.Clock, _loggers, _stopping.Token);
                var application = new AdminApplication(
                    routes, AdminScope.ReadOnly, _loggers.CreateLogger<AdminApplication>())
                {
                    Front = new PortFront(_access, webSocket),
                };
                listener.Http = await AdminServer.OnPortAsync(gate, application, _transport, _loggers);
                break;
        }
    }

    private static async Task RunAsync(OpenListener listener)
    {
        try
        {
            await listener.Connections!.RunAsync();
            listener.Reason = "stopped";
        }
        catch (Exception exception)
        {
            listener.Reason = exception.Message;
            throw;
        }
    }

    private static string WhyNot(ListenerConfig listener, Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
            {
                return PortHolder.Describe(listener.Address);
            }

            if (cause is SocketException { SocketErrorCode: SocketError.AccessDenied })
            {
                return $"{listener.Address.Port} may not be listened on by this user; ports below 1024 need "
                    + $"CAP_NET_BIND_SERVICE";
            }
        }

        return $"cannot listen on {listener.Address}: {exception.Message}";
    }
}
