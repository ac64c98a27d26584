using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// The stored sessions: opens, closes and ends them, and says the wills of clients that stay away. Any thread, under
/// one short lock; a client's session is opened by one connection at a time, which the server sees to.
/// </summary>
internal sealed class SessionRegistry(MqttServer server)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetainedInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Session> _stored = new(StringComparer.Ordinal);
    private readonly Dictionary<Session, OfflineSession> _offline = [];

    /// <summary>How many there are, connected ones included.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _stored.Count;
            }
        }
    }

    /// <summary>
    /// The session for a new connection, and whether the server knew it; durable by then, if it is one that is stored.
    /// </summary>
    public async ValueTask<(Session Session, bool IsPresent)> OpenAsync(
        SessionRequest request, CancellationToken cancellation)
    {
        Session? session;
        OfflineSession? offline = null;
        lock (_lock)
        {
            if (_stored.TryGetValue(request.ClientId, out session))
            {
                _offline.Remove(session, out offline);
            }
        }

        if (session is not null && (request.IsCleanStart || offline?.EndsAt <= Now))
        {
            await EndAsync(offline ?? new OfflineSession(session, 0), cancellation);
            session = null;
        }

        var isPresent = session is not null;
        session ??= Create(request);
        session.ExpirySeconds = request.ExpirySeconds;
        await session.SaveConnected(request.Will);
        return (session, isPresent);
    }

    /// <summary>
    /// A connection has ended, and what its session needed is durable: the session ends, or waits for its client. What
    /// is to be said later for the client, if anything, is <paramref name="will"/>.
    /// </summary>
    public async Task CloseAsync(Session session, WillMessage? will, CancellationToken cancellation)
    {
        if (session.ExpirySeconds == 0)
        {
            await EndAsync(new OfflineSession(session, 0) { Will = will }, cancellation);
            return;
        }

        if (will is null)
        {
            await session.RemoveWill();
        }

        Wait(session, will, TimeSpan.Zero);
    }

    /// <summary>Takes in a session that was stored, with what is left of its will.</summary>
    public void Restore(Session session, StoredSession stored)
    {
        lock (_lock)
        {
            _stored[session.ClientId] = session;
        }

        // A clock that is not trusted ends no session early.
        var stamp = server.State.Stamp;
        var isAway = stored.DisconnectedAtMs >= 0 && stamp.Trust == Records.TimeTrust.Trusted;
        var away = TimeSpan.FromMilliseconds(
            isAway ? Math.Max(0, stamp.TimestampMs - stored.DisconnectedAtMs) : 0);
        Wait(session, stored.Will, away);
    }

    /// <summary>The loop that ends sessions, says wills and stores places, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var savedAt = Now;
        var cleanedAt = Now;
        while (!cancellation.IsCancellationRequested)
        {
            await Task.Delay(LookInterval, server.Time, cancellation);
            await TryAsync(() => EndDueAsync(cancellation));
            if (server.Time.GetElapsedTime(savedAt) >= server.Limits.PositionInterval)
            {
                savedAt = Now;
                SavePositions();
            }

            if (server.Time.GetElapsedTime(cleanedAt) >= RetainedInterval)
            {
                cleanedAt = Now;
                server.RemoveExpiredRetained();
            }

            await TryAsync(server.State.DrainAsync);
        }
    }

    // A full log refuses state for a while; a failed one ends the process by itself.
    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (StorageException refusal)
        {
            server.Refusals.NoteRun(StateTopic.Name, refusal.Message);
        }
    }

    private long Now => server.Time.GetTimestamp();

    private Session Create(SessionRequest request)
    {
        if (request.ExpirySeconds == 0)
        {
            return new Session(request.ClientId, null);
        }

        lock (_lock)
        {
            if (_stored.Count >= server.Limits.StoredSessionsMax)
            {
                throw new MqttProtocolException(
                    ReasonCode.QuotaExceeded,
                    $"There are {_stored.Count} stored sessions, as many as there may be.");
            }

            var session = new Session(request.ClientId, server.State);
            _stored.Add(request.ClientId, session);
            return session;
        }
    }

    private void Wait(Session session, WillMessage? will, TimeSpan away)
    {
        var endsAt = session.ExpirySeconds == uint.MaxValue
            ? long.MaxValue
            : After(TimeSpan.FromSeconds(session.ExpirySeconds) - away);
        var delay = will is null ? TimeSpan.Zero : TimeSpan.FromSeconds(will.DelaySeconds) - away;
        lock (_lock)
        {
            _offline[session] = new OfflineSession(session, endsAt)
            {
                Will = will,
                WillAt = Math.Min(endsAt, After(delay)),
            };
        }
    }

    private long After(TimeSpan span) =>
        Now + (long)(Math.Max(0, span.TotalSeconds) * server.Time.TimestampFrequency);

    private async Task EndDueAsync(CancellationToken cancellation)
    {
        List<OfflineSession> ended = [];
        List<OfflineSession> dead = [];
        lock (_lock)
        {
            var now = Now;
            foreach (var one in _offline.Values.ToArray())
            {
                if (one.EndsAt <= now)
                {
                    _offline.Remove(one.Session);
                    ended.Add(one);
                }
                else if (one.Will is not null && one.WillAt <= now)
                {
                    _offline[one.Session] = one with { Will = null };
                    dead.Add(one);
                }
            }
        }

        foreach (var one in dead)
        {
            await server.PublishWillAsync(one.Session, one.Will!, cancellation);
            server.State.Post(one.Session.RemoveWill());
        }

        foreach (var one in ended)
        {
            await EndAsync(one, cancellation);
        }
    }

    private async Task EndAsync(OfflineSession one, CancellationToken cancellation)
    {
        Task removed;
        server.Delivery.End(one.Session);
        lock (_lock)
        {
            // Removed and, in the log's order, gone before another of that name can be.
            if (_stored.TryGetValue(one.Session.ClientId, out var known) && known == one.Session)
            {
                _stored.Remove(one.Session.ClientId);
            }

            _offline.Remove(one.Session);
            removed = one.Session.RemoveStored();
        }

        if (one.Will is { } will)
        {
            await server.PublishWillAsync(one.Session, will, cancellation);
        }

        await removed;
    }

    private void SavePositions()
    {
        Session[] sessions;
        lock (_lock)
        {
            sessions = [.. _stored.Values];
        }

        foreach (var session in sessions)
        {
            server.State.Post(session.SavePositions());
        }
    }
}
