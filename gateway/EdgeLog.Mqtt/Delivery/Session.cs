using System.Text;
using EdgeLog.Network;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// A client as a subscriber: its subscriptions, its in-flight window, and where it reads on when it fell behind. It
/// lives as long as its connection. Dispatchers deliver to it while it keeps up; what it could not take at QoS 1 its
/// own loop reads from the log later.
/// </summary>
internal sealed class Session
{
    private readonly Lock _lock = new();
    private readonly AsyncSignal _signal = new();
    private readonly SessionConfig _config;
    private readonly PacketIds _inFlight;
    private readonly Dictionary<Partition, PartitionCursor> _cursors = [];
    private readonly Dictionary<string, Subscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly byte[] _clientId;
    private bool _closed;

    public Session(SessionConfig config)
    {
        _config = config;
        _clientId = Encoding.UTF8.GetBytes(config.ClientId);
        _inFlight = new PacketIds(Math.Min(config.ReceiveMaximum, config.Limits.InFlightMax));
    }

    public SessionConfig Config => _config;

    /// <summary>Whether what it publishes must say who published it.</summary>
    public bool HasNoLocalSubscription { get; private set; }

    /// <summary>The client identifier as bytes.</summary>
    public ReadOnlySpan<byte> ClientIdBytes => _clientId;

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

    public void Add(Subscription subscription)
    {
        lock (_lock)
        {
            _subscriptions[subscription.Filter.Text] = subscription;
            HasNoLocalSubscription = _subscriptions.Values.Any(s => s.IsNoLocal);
        }
    }

    /// <summary>Takes a subscription out; null where there is none.</summary>
    public Subscription? Remove(string filter)
    {
        lock (_lock)
        {
            _subscriptions.Remove(filter, out var subscription);
            HasNoLocalSubscription = _subscriptions.Values.Any(s => s.IsNoLocal);
            return subscription;
        }
    }

    /// <summary>
    /// Delivers a message that is not stored, or retained: at QoS 0, dropped where the client reads too slowly.
    /// </summary>
    public void DeliverUnstored(scoped LiveMessage message, Subscription subscription, bool isRetained)
    {
        lock (_lock)
        {
            if (!IsWithheld(message, subscription) && !_closed)
            {
                SendOrDrop(message, isRetained);
            }
        }
    }

    /// <summary>
    /// Delivers a retained message at the quality both sides want, as long as the window has room; else at QoS 0.
    /// </summary>
    public void DeliverRetained(scoped LiveMessage message, Subscription subscription)
    {
        lock (_lock)
        {
            if (_closed || !MayReceive(message))
            {
                return;
            }

            var quality = Lower(message.QualityOfService, subscription.QualityOfService);
            if (quality == QualityOfService.AtMostOnce || _inFlight.IsFull)
            {
                SendOrDrop(message, isRetained: true);
            }
            else
            {
                Send(message, quality, isRetained: true);
            }
        }
    }

    /// <summary>
    /// Delivers a record that a dispatcher has read; or falls behind there, where the window is full.
    /// </summary>
    public void Deliver(scoped LiveMessage message, Subscription subscription, Partition partition, Offset offset)
    {
        if (IsWithheld(message, subscription))
        {
            return;
        }

        lock (_lock)
        {
            var hasCursor = _cursors.TryGetValue(partition, out var cursor);
            if (_closed || (hasCursor && (cursor!.IsBehind || offset < cursor.Next)) || TrySend(message, subscription))
            {
                return;
            }

            if (!hasCursor)
            {
                cursor = new PartitionCursor();
                _cursors.Add(partition, cursor);
            }

            cursor!.Next = offset;
            cursor.IsBehind = true;
        }

        _signal.Set();
    }

    /// <summary>The client acknowledged a message; false where it had none of that identifier.</summary>
    public bool Acknowledge(ushort packetId)
    {
        bool isBehind;
        lock (_lock)
        {
            if (!_inFlight.Free(packetId))
            {
                return false;
            }

            isBehind = _cursors.Count > 0;
        }

        if (isBehind)
        {
            _signal.Set();
        }

        return true;
    }

    /// <summary>The loop that reads on for a session that fell behind, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var registration = cancellation.UnsafeRegister(static s => ((AsyncSignal)s!).Set(), _signal);
        var reader = new SessionReader(this, _config.Time, _config.Routes);
        while (!cancellation.IsCancellationRequested)
        {
            await _signal.WaitAsync();
            while (HasWork() && !cancellation.IsCancellationRequested)
            {
                await _config.Output.WaitForRoomAsync(cancellation);
                foreach (var (partition, cursor) in Behind())
                {
                    reader.ReadOn(partition, cursor);
                }
            }
        }
    }

    /// <summary>The connection is gone: nothing is delivered any more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            _cursors.Clear();
        }

        _signal.Set();
    }

    /// <summary>
    /// Where to read on, or null once there is nothing behind the cursor: then the dispatcher delivers again.
    /// </summary>
    public Offset? NextFor(Partition partition, PartitionCursor cursor)
    {
        lock (_lock)
        {
            // Under the lock: what becomes durable from here on a dispatcher brings, and finds the session caught up.
            cursor.IsBehind = !_closed && !partition.IsDeleted && cursor.Next < partition.HighWatermark;
            return cursor.IsBehind ? cursor.Next : null;
        }
    }

    /// <summary>Delivers a record the session's own loop has read; false where it must wait once more.</summary>
    public bool TryDeliverLate(
        scoped LiveMessage message, Subscription subscription, PartitionCursor cursor, Offset offset)
    {
        lock (_lock)
        {
            if (!_closed && !IsWithheld(message, subscription) && !TrySend(message, subscription))
            {
                cursor.Next = offset;
                return false;
            }

            return true;
        }
    }

    /// <summary>Moves a cursor over records that are done with.</summary>
    public void MoveTo(PartitionCursor cursor, Offset next)
    {
        lock (_lock)
        {
            cursor.Next = next;
        }
    }

    private static QualityOfService Lower(QualityOfService left, QualityOfService right) => left < right ? left : right;

    private bool HasWork()
    {
        lock (_lock)
        {
            return !_closed && !_inFlight.IsFull && _cursors.Values.Any(c => c.IsBehind);
        }
    }

    private List<KeyValuePair<Partition, PartitionCursor>> Behind()
    {
        lock (_lock)
        {
            return [.. _cursors.Where(pair => pair.Value.IsBehind)];
        }
    }

    private bool IsWithheld(scoped in LiveMessage message, Subscription subscription) =>
        IsOwn(message, subscription) || !MayReceive(message);

    private bool MayReceive(scoped in LiveMessage message) =>
        _config.Access.AllowsDelivery(_config.Principal, message.Topic);

    private bool IsOwn(scoped in LiveMessage message, Subscription subscription) =>
        subscription.IsNoLocal && message.Client.SequenceEqual(_clientId);

    // QoS 0 never waits, QoS 1 is never dropped.
    private bool TrySend(scoped LiveMessage message, Subscription subscription)
    {
        var isRetained = message.IsRetained && subscription.IsRetainAsPublished;
        if (Lower(message.QualityOfService, subscription.QualityOfService) == QualityOfService.AtMostOnce)
        {
            SendOrDrop(message, isRetained);
            return true;
        }

        if (_inFlight.IsFull || _config.Output.UnsentBytes >= _config.Limits.OutboundBytesMax)
        {
            return false;
        }

        Send(message, QualityOfService.AtLeastOnce, isRetained);
        return true;
    }

    private void SendOrDrop(scoped LiveMessage message, bool isRetained)
    {
        if (_config.Output.UnsentBytes >= _config.Limits.OutboundBytesMax)
        {
            MqttCounters.Add(ref _config.Counters.Qos0DroppedOut, 1);
            return;
        }

        Send(message, QualityOfService.AtMostOnce, isRetained);
    }

    private void Send(scoped LiveMessage message, QualityOfService quality, bool isRetained)
    {
        var packet = new OutgoingPublish
        {
            Message = message,
            Version = _config.Version,
            QualityOfService = quality,
            PacketId = quality == QualityOfService.AtMostOnce ? (ushort)0 : _inFlight.Take(),
            IsRetained = isRetained,
        };

        // Where a packet is too large for the client, the message counts as delivered [MQTT-3.1.2-25].
        if (packet.SizeBytes > _config.PacketBytesMax)
        {
            _inFlight.Free(packet.PacketId);
            return;
        }

        _config.Output.Write(packet, OutgoingPublish.Write);
        MqttCounters.Add(ref _config.Counters.MessagesOut, 1);
    }
}
