using System.Collections.Concurrent;
using EdgeLog.Connect;
using EdgeLog.Network;
using EdgeLog.Network.Security;
using EdgeLog.Records;
using EdgeLog.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Mqtt;

/// <summary>
/// MQTT 3.1.1 and 5 over any connection: messages become records of the log, acknowledged once durable; subscribers get
/// what is appended. Safe from any thread.
/// </summary>
public sealed partial class MqttServer : ConnectionHandler
{
    private readonly LogDirectory _log;
    private readonly AdmissionGate _gate;
    private readonly DeadLetterTopic _deadLetters = new();
    private readonly ConcurrentDictionary<string, MqttConnection> _connections = new(StringComparer.Ordinal);
    private RouteTable _routes;
    private TopicMap _topicMap;
    private MqttLimits _limits;

    /// <summary>
    /// Serves <paramref name="log"/>. Throws <see cref="ConfigException"/> where a route is wrong, with the key of the
    /// configuration file (<c>mqtt.routes[0].key</c>).
    /// </summary>
    public MqttServer(LogDirectory log, MqttServerOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggers);
        _log = log;
        _limits = options.Limits;
        _gate = new AdmissionGate(options.Limits.MaxConnections);
        _routes = new RouteTable(options.Routes, _deadLetters);
        Time = time;
        Logger = loggers.CreateLogger<MqttServer>();
        Access = options.Access
            ?? new AccessControl(SecurityConfig.Open, SecurityLimits.Default, time, Logger);
        Refusals = new Refusals(time, Logger);
        State = new StateTopic(log, time);
        Retained = new RetainedMessages(options.Limits.RetainedMessagesMax);
        Sessions = new SessionRegistry(this);
        Delivery = new LiveDelivery(log, State, new DeliveryParts(options.Limits, time, Logger));
        new StateReader(this).Load();
        Delivery.Announce(_routes);
        _topicMap = new TopicMap(log, _routes, Delivery, options.Limits.CachedTopicsMax);
    }

    /// <summary>The server in numbers.</summary>
    public MqttStatistics Statistics => new()
    {
        Clients = _connections.Count,
        Subscriptions = Delivery.Subscriptions.Count,
        ConnectionsRefused = _gate.RefusedCount,
        ProtocolErrors = Volatile.Read(ref Counters.ProtocolErrors),
        MessagesIn = Volatile.Read(ref Counters.MessagesIn),
        BytesIn = Volatile.Read(ref Counters.BytesIn),
        MessagesAcknowledged = Volatile.Read(ref Counters.MessagesAcknowledged),
        MessagesRefused = Volatile.Read(ref Counters.MessagesRefused),
        Qos0Dropped = Volatile.Read(ref Counters.Qos0Dropped),
        MessagesRerouted = Volatile.Read(ref Counters.MessagesRerouted),
        DeadLetters = Volatile.Read(ref Counters.DeadLetters),
        MessagesFiltered = Volatile.Read(ref Counters.MessagesFiltered),
        MessagesOut = Volatile.Read(ref Counters.MessagesOut),
        Qos0DroppedOut = Volatile.Read(ref Counters.Qos0DroppedOut),
        RecordsWithoutMqttTopic = Delivery.Routes.UnreadableCount,
        RetainedMessages = Retained.Count,
        StoredSessions = Sessions.Count,
        RecordsMissed = Volatile.Read(ref Counters.RecordsMissed),
        LastMessageAt = Volatile.Read(ref Counters.LastMessageUnixMs) is > 0 and var ms
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : null,
    };

    internal MqttCounters Counters { get; } = new();

    internal LogDirectory Log => _log;

    internal DeclaredGaps Gaps => _log.Gaps;

    internal LiveDelivery Delivery { get; }

    internal StateTopic State { get; }

    internal RetainedMessages Retained { get; }

    internal SessionRegistry Sessions { get; }

    internal PublishBatchPool Batches { get; } = new();

    internal Refusals Refusals { get; }

    internal AccessControl Access { get; }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    internal MqttLimits Limits => Volatile.Read(ref _limits);

    internal ConnectionLimits ConnectionLimits { get; } = ConnectionLimits.Default;

    internal RouteTable RoutesInForce => Volatile.Read(ref _routes);

    internal TopicMap TopicMap => Volatile.Read(ref _topicMap);

    /// <summary>
    /// Replaces the routes and the limits, without closing a connection: what is connected keeps the limits it was
    /// told. All or nothing: throws <see cref="ConfigException"/> and leaves everything as it was where a route is
    /// wrong.
    /// </summary>
    public void Reconfigure(MqttServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var routes = new RouteTable(options.Routes, _deadLetters);
        Volatile.Write(ref _limits, options.Limits);
        _gate.Capacity = options.Limits.MaxConnections;
        Delivery.Announce(routes);
        Volatile.Write(ref _routes, routes);
        Volatile.Write(ref _topicMap, new TopicMap(_log, routes, Delivery, options.Limits.CachedTopicsMax));
    }

    /// <summary>
    /// Ends sessions that have expired, says wills that are due, stores how far subscribers are, and watches the
    /// catalog, so that subscribers get what Kafka clients produce to topics that come to be; until cancelled.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // Each ends by failing or by being cancelled, and then the owner ends the other.
        Task[] loops = [Delivery.FollowCatalogAsync(cancellation), Sessions.RunAsync(cancellation)];
        await await Task.WhenAny(loops);
    }

    /// <summary>
    /// Which MQTT topic a record of a Kafka client gets that brings none in its header; null where it is not delivered.
    /// With the filter of its route, or null for the default.
    /// </summary>
    public (string? MqttTopic, string? Filter) TestBackwards(
        string topic, string? key, IReadOnlyDictionary<string, string> headers)
    {
        var (mqttTopic, route) = Volatile.Read(ref _routes).ReadBackwards(topic, key, headers);
        return (mqttTopic, route?.Filter.Text);
    }

    /// <summary>Ends the connections that the users and the list of now would not let in.</summary>
    public void DropUnwelcome()
    {
        foreach (var connection in _connections.Values)
        {
            DropIfUnwelcome(connection);
        }
    }

    /// <summary>What would become of a message; stores and delivers nothing.</summary>
    public RouteTest Test(string mqttTopic, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(mqttTopic);
        return RouteTester.Test(Volatile.Read(ref _routes), mqttTopic, payload, Time);
    }

    /// <inheritdoc />
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!_gate.TryEnter())
        {
            LogRefused(connection.RemoteEndPoint?.ToString() ?? "a client", Limits.MaxConnections);
            connection.Abort(new ConnectionAbortedException(
                "Too many MQTT connections (mqtt.limits.max_connections)."));
            return;
        }

        try
        {
            using var served = new MqttConnection(
                this, connection.Transport, connection.Features.Get<PeerIdentity>() ?? PeerIdentity.Local);
            var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested;
            using var registration = (stopping ?? CancellationToken.None).UnsafeRegister(
                static o => ((MqttConnection)o!).End(ConnectionEnd.Stopping),
                served);
            await served.RunAsync();
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>
    /// Takes a connection in under its client identifier; one that had it is closed [MQTT-3.1.4-3], and done with what
    /// it had begun when this completes.
    /// </summary>
    internal async ValueTask RegisterAsync(MqttConnection connection, string clientId)
    {
        while (!_connections.TryAdd(clientId, connection))
        {
            if (_connections.TryGetValue(clientId, out var older))
            {
                older.End(new ConnectionEnd(
                    ConnectionEndKind.Server,
                    ReasonCode.SessionTakenOver,
                    "Another connection has this client identifier."));
                await older.Ended;
            }
        }

        // Whoever logged in while a reload went through the connections was not among them.
        DropIfUnwelcome(connection);
    }

    internal void Forget(MqttConnection connection, string clientId) =>
        _connections.TryRemove(new(clientId, connection));

    /// <summary>
    /// Creates the topic that sessions live in. Throws <see cref="MqttProtocolException"/> where it cannot be.
    /// </summary>
    internal async ValueTask PrepareAsync()
    {
        try
        {
            if (State.Partition is null)
            {
                await State.EnsureAsync(CancellationToken.None);
                Delivery.StoreWatched();
            }
        }
        catch (TopicException refusal)
        {
            throw new MqttProtocolException(ReasonCode.ServerUnavailable, refusal.Message);
        }
    }

    /// <summary>Brings a new subscription the retained messages that it matches.</summary>
    internal void DeliverRetained(Subscription subscription)
    {
        var offsets = Retained.Matching(subscription.Filter, Time.GetUtcNow().ToUnixTimeMilliseconds());
        if (offsets.Count > 0)
        {
            var terms = DeliveryTerms.Of(subscription);
            subscription.Session.QueueRetained(offsets.Select(offset => new RetainedDelivery(offset, terms)));
        }
    }

    /// <summary>Says in the log that retained messages have expired.</summary>
    internal void RemoveExpiredRetained()
    {
        var expired = Retained.ExpiredAt(Time.GetUtcNow().ToUnixTimeMilliseconds());
        if (expired.Count == 0 || State.Partition is null)
        {
            return;
        }

        var writer = new StateWriter(State.Stamp);
        foreach (var topic in expired)
        {
            writer.Remove(StateKey.Retained(topic));
            Retained.Forget(topic);
        }

        State.Post(State.Append(writer.Run));
    }

    /// <summary>Says the will of a client that is gone.</summary>
    internal async Task PublishWillAsync(Session session, WillMessage will, CancellationToken cancellation)
    {
        var config = new IntakeConfig(Limits, ProtocolVersion.V5, null);
        var intake = new PublishIntake(this, session, config, static _ => { });
        await intake.TakeWillAsync(will, cancellation);
        if (intake.TakeBatch() is { } batch)
        {
            await batch.AppendAsync(_log);
        }
    }

    /// <summary>Records are gone before a session could read them; the log has declared them.</summary>
    internal void OnMissed(Session session, Partition partition, Offset from, Offset to)
    {
        MqttCounters.Add(ref Counters.RecordsMissed, to.Value - from.Value);
        LogMissed(session.ClientId, partition.Id.ToString(), from.Value, to.Value - 1);
    }

    /// <summary>Throws where the bytes are not a topic's name, or one that is too long or deep.</summary>
    internal void RefuseBadTopic(ReadOnlySpan<byte> topic)
    {
        if (!TopicFilter.IsTopicName(topic) || !FieldReader.IsText(topic))
        {
            MqttProtocolException.ThrowMalformed(
                "A message's topic is empty, not UTF-8, or contains U+0000 or a wildcard.");
        }

        if (topic.Length > Limits.TopicBytesMax || topic.Count((byte)'/') >= Limits.TopicLevelsMax)
        {
            throw new MqttProtocolException(
                ReasonCode.TopicNameInvalid,
                $"A topic has more than {Limits.TopicBytesMax} bytes or {Limits.TopicLevelsMax} levels.");
        }
    }

    internal bool IsWithinLimits(string filter) =>
        filter.Length <= Limits.TopicBytesMax && filter.AsSpan().Count('/') < Limits.TopicLevelsMax;

    private void DropIfUnwelcome(MqttConnection connection)
    {
        var principal = connection.Principal;
        if (!Access.IsWelcome(principal))
        {
            Access.NoteDropped(principal);
            connection.End(new ConnectionEnd(
                ConnectionEndKind.Server, ReasonCode.NotAuthorized, "The configuration no longer lets you in."));
        }
    }
}
