using System.Text;
using EdgeLog.Network;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// A client as a subscriber, over its connections: its subscriptions, where it reads on in the log, and what is on its
/// way to it. Dispatchers deliver to it while it keeps up; all else its own loop reads from the log. A stored session
/// outlives its connection and the process: then it is offsets in <see cref="StateTopic"/>.
/// </summary>
/// <remarks>Any thread, under one short lock; records of its state are handed to the log under it, in order.</remarks>
internal sealed partial class Session
{
    private readonly Lock _lock = new();
    private readonly AsyncSignal _signal = new();
    private readonly StateTopic? _state;
    private readonly CursorSet _cursors = new();
    private readonly InFlightWindow _inFlight = new();
    private readonly Dictionary<string, Subscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly List<ushort> _releases = [];
    private readonly Queue<RetainedDelivery> _retained = new();
    private readonly byte[] _clientId;
    private Outbox? _outbox;
    private bool _hasStoredWill;
    private Task _saving = Task.CompletedTask;

    /// <summary>A session that ends with its connection, where <paramref name="state"/> is null.</summary>
    public Session(string clientId, StateTopic? state)
    {
        ClientId = clientId;
        _clientId = Encoding.UTF8.GetBytes(clientId);
        _state = state;
    }

    public string ClientId { get; }

    /// <summary>The client identifier as bytes.</summary>
    public ReadOnlySpan<byte> ClientIdBytes => _clientId;

    /// <summary>Whether it outlives its connection.</summary>
    public bool IsStored => _state is not null;

    /// <summary>How long it outlives its connection; the highest number: for ever.</summary>
    public uint ExpirySeconds { get; set; }

    /// <summary>The identifiers of what the client publishes.</summary>
    public IncomingIds Incoming { get; } = new();

    /// <summary>Rises with every change of the subscriptions.</summary>
    public int SubscriptionVersion { get; private set; }

    /// <summary>Whether what it publishes must say who published it.</summary>
    public bool HasNoLocalSubscription { get; private set; }

    /// <summary>Whether a client is there.</summary>
    public bool IsConnected => Volatile.Read(ref _outbox) is not null;

    /// <summary>How many subscriptions it has.</summary>
    public int SubscriptionCount
    {
        get
        {
            lock (_lock)
            {
                return _subscriptions.Count;
            }
        }
    }

    /// <summary>Messages on their way to the client.</summary>
    public int InFlightCount
    {
        get
        {
            lock (_lock)
            {
                return _inFlight.Count;
            }
        }
    }

    /// <summary>Whether it has a subscription with that filter.</summary>
    public bool HasSubscription(string filter)
    {
        lock (_lock)
        {
            return _subscriptions.ContainsKey(filter);
        }
    }

    /// <summary>A copy of its subscriptions, for any thread.</summary>
    public Subscription[] SubscriptionsSnapshot()
    {
        lock (_lock)
        {
            return [.. _subscriptions.Values];
        }
    }

    /// <summary>
    /// Subscribes: from now on, whatever of the log it still has to read for its other subscriptions. Returns the
    /// subscription and a task that completes when it is durable, where the session is stored.
    /// </summary>
    public (Subscription Subscription, Task Durable) Subscribe(
        in SubscriptionRequest request, uint identifier, IReadOnlyCollection<WatchedPartition> watched)
    {
        lock (_lock)
        {
            _subscriptions.TryGetValue(request.Filter, out var former);
            var floors = former?.Floors
                ?? (IsStored ? StartStored(watched) : StartVolatile(watched));
            var subscription = Subscription.Of(this, request, identifier, floors);
            Put(subscription);
            return (subscription, Save(writer => writer.WriteSubscription(this, subscription)));
        }
    }

    /// <summary>Takes a subscription out; null where there is none. The task as above.</summary>
    public (Subscription? Subscription, Task Durable) Unsubscribe(string filter)
    {
        lock (_lock)
        {
            if (!_subscriptions.Remove(filter, out var subscription))
            {
                return (null, Task.CompletedTask);
            }

            OnSubscriptionsChanged();
            return (subscription, Save(writer => writer.Remove(StateKey.Subscription(ClientId, filter))));
        }
    }

    /// <summary>A connection takes it over; what came meanwhile is behind it.</summary>
    public void Attach(SessionConfig config, IReadOnlyCollection<WatchedPartition> watched)
    {
        lock (_lock)
        {
            if (_subscriptions.Count > 0)
            {
                _cursors.Resume(watched);
            }

            _offers?.Clear();
            _inFlight.StartConnection(Math.Min(config.ReceiveMaximum, config.Limits.InFlightMax));
            _isFull = _inFlight.IsFull;
            Volatile.Write(ref _outbox, new Outbox(config));
        }

        _signal.Set();
    }

    /// <summary>
    /// The connection is gone: nothing is delivered any more. The task completes when a stored session's state is
    /// durable.
    /// </summary>
    public Task Detach(IReadOnlyCollection<WatchedPartition> watched, long disconnectedAtMs)
    {
        lock (_lock)
        {
            if (IsStored)
            {
                _cursors.Pause(watched);
            }
            else
            {
                _cursors.Clear();
            }

            Volatile.Write(ref _outbox, null);
            _releases.Clear();
            _retained.Clear();
            _signal.Set();
            return Save(writer => writer.WriteSession(this, disconnectedAtMs));
        }
    }

    /// <summary>Stores that it exists and is connected, with its will.</summary>
    public Task SaveConnected(WillMessage? will) => SaveLocked(writer =>
    {
        writer.WriteSession(this, -1);
        if (will is not null)
        {
            writer.WriteWill(ClientId, will);
        }
        else if (_hasStoredWill)
        {
            writer.Remove(StateKey.Will(ClientId));
        }

        _hasStoredWill = will is not null;
    });

    /// <summary>Stores that its will is said, or not to be said any more.</summary>
    public Task RemoveWill() => SaveLocked(writer =>
    {
        if (_hasStoredWill)
        {
            _hasStoredWill = false;
            writer.Remove(StateKey.Will(ClientId));
        }
    });

    /// <summary>Stores what moved since it was stored last.</summary>
    public Task SavePositions() => SaveLocked(null);

    /// <summary>What of shares is on its way to a client that will not come back; it is not any more.</summary>
    public IReadOnlyList<InFlightMessage> TakeShared()
    {
        lock (_lock)
        {
            return [.. _inFlight.All.Select(pair => pair.Value).Where(message => message.Group is not null)];
        }
    }

    /// <summary>Ends it: nothing of it is left, in one piece.</summary>
    public Task RemoveStored() => SaveLocked(writer =>
    {
        writer.Remove(StateKey.Session(ClientId));
        writer.Remove(StateKey.Incoming(ClientId));
        writer.Remove(StateKey.Will(ClientId));
        foreach (var filter in _subscriptions.Keys)
        {
            writer.Remove(StateKey.Subscription(ClientId, filter));
        }

        foreach (var (partition, cursor) in _cursors.All)
        {
            if (cursor.SavedNext is not null)
            {
                writer.Remove(StateKey.Position(ClientId, partition));
            }
        }

        _cursors.Clear();
    });

    /// <summary>Takes in what was stored.</summary>
    public void Restore(StoredSession stored)
    {
        lock (_lock)
        {
            ExpirySeconds = stored.ExpirySeconds;
            _hasStoredWill = stored.Will is not null;
            foreach (var (filter, one) in stored.Subscriptions)
            {
                var request = new SubscriptionRequest(
                    filter, (QualityOfService)(one.Options & 3), (one.Options & 4) != 0, (one.Options & 8) != 0, 0);
                Put(Subscription.Of(this, request, one.Identifier, one.Floors));
            }

            // In the order they were stored: where two have an identifier, the later one has it in truth.
            foreach (var (partition, position) in stored.Positions.OrderBy(pair => pair.Value.WrittenAt.Value))
            {
                _cursors.Restore(partition, position.Next);
                foreach (var (id, message) in position.InFlight)
                {
                    _inFlight.Restore(id, message with { Partition = partition });
                }
            }

            Array.ForEach(stored.IncomingIds, id => Incoming.TryOpen(id));
        }
    }

    private void Put(Subscription subscription)
    {
        _subscriptions[subscription.Text] = subscription;
        OnSubscriptionsChanged();
    }

    private void OnSubscriptionsChanged()
    {
        HasNoLocalSubscription = _subscriptions.Values.Any(s => s.IsNoLocal);
        SubscriptionVersion++;
    }

    // What dispatchers have yet to bring lies before the subscription.
    private static Dictionary<Partition, Offset>? StartVolatile(IReadOnlyCollection<WatchedPartition> watched)
    {
        Dictionary<Partition, Offset>? floors = null;
        foreach (var one in watched)
        {
            var durable = one.Partition.HighWatermark;
            if (one.Position < durable)
            {
                (floors ??= [])[one.Partition] = durable;
            }
        }

        return floors;
    }

    private Dictionary<Partition, Offset>? StartStored(IReadOnlyCollection<WatchedPartition> watched)
    {
        Dictionary<Partition, Offset>? floors = null;
        var isFirst = _subscriptions.Count == 0;
        foreach (var one in watched)
        {
            var cursor = _cursors.KeepUp(one);
            var durable = one.Partition.HighWatermark;
            if (isFirst)
            {
                cursor.Next = durable;
                cursor.IsBehind = false;
            }
            else if (cursor.Next < durable)
            {
                (floors ??= [])[one.Partition] = durable;
            }

            // What is stored may lie behind only while nothing that matches lies between.
            cursor.IsDirty |= cursor.SavedNext != cursor.Next;
        }

        return floors;
    }

    private Task SaveLocked(Action<StateWriter>? more)
    {
        lock (_lock)
        {
            return Save(more);
        }
    }

    private Task Save(Action<StateWriter>? more)
    {
        if (_state is null)
        {
            return Task.CompletedTask;
        }

        var writer = new StateWriter(_state.Stamp);
        more?.Invoke(writer);
        foreach (var partition in _cursors.ForgetDeleted())
        {
            writer.Remove(StateKey.Position(ClientId, partition));
        }

        foreach (var (partition, cursor) in _cursors.All)
        {
            if (cursor.IsDirty)
            {
                writer.WritePosition(ClientId, partition, cursor.Next, _inFlight.Of(partition));
                (cursor.IsDirty, cursor.SavedNext) = (false, cursor.Next);
            }
        }

        // Where nothing is new, all of it may still be on its way to the disk.
        if (writer.Run.IsEmpty)
        {
            writer.Run.Dispose();
            return _saving;
        }

        return _saving = _state.Append(writer.Run);
    }
}
