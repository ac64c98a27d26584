using System.Collections.Concurrent;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>What goes to the client, and what it answers.</summary>
internal sealed partial class Session
{
    /// <summary>Retained messages are on no path but their own.</summary>
    private static readonly Offset NoPosition = new(long.MaxValue);

    private ConcurrentQueue<SharedGroup>? _offers;
    private volatile bool _isFull;

    // Few sessions share; the others need no queue for it.
    private ConcurrentQueue<SharedGroup> Offers => LazyInitializer.EnsureInitialized(ref _offers);

    /// <summary>Whether the client is there and takes more, as far as can be seen without the lock.</summary>
    public bool IsReady => Volatile.Read(ref _outbox) is { HasRoom: true } && !_isFull;

    /// <summary>Delivers a message that is not stored: at QoS 0, dropped where the client reads too slowly.</summary>
    public void DeliverUnstored(scoped LiveMessage message, DeliveryTerms terms)
    {
        lock (_lock)
        {
            if (_outbox is { } outbox && !IsWithheld(outbox, message, terms))
            {
                SendOrDrop(outbox, message, terms);
            }
        }
    }

    /// <summary>
    /// Delivers a record that a dispatcher has read; or falls behind there, where the window is full or its packet
    /// identifier must be durable first.
    /// </summary>
    public void Deliver(scoped LiveMessage message, DeliveryTerms terms, Partition partition, Offset offset)
    {
        lock (_lock)
        {
            var hasCursor = _cursors.TryGet(partition, out var cursor);
            if (_outbox is not { } outbox
                || IsWithheld(outbox, message, terms)
                || (hasCursor && (cursor!.IsBehind || offset < cursor.Next)))
            {
                return;
            }

            if (!NeedsFlush(message, terms) && TrySend(message, terms, new InFlightPlace(partition, offset)))
            {
                NoteHandled(partition, offset);
                return;
            }

            cursor ??= _cursors.GetOrAdd(partition);
            cursor.Next = offset;
            cursor.IsBehind = true;
        }

        _signal.Set();
    }

    /// <summary>Delivers a record the session's own loop has read; false where it must wait once more.</summary>
    public bool TryDeliverLate(
        scoped LiveMessage message, DeliveryTerms terms, PartitionCursor cursor, in InFlightPlace place)
    {
        lock (_lock)
        {
            if (!TrySendLate(message, terms, place))
            {
                cursor.Next = place.Offset;
                return false;
            }

            cursor.Next = new Offset(place.Offset.Value + 1);
            cursor.IsDirty = IsStored;
            return true;
        }
    }

    /// <summary>Delivers a retained message to a new subscription; false where it must wait.</summary>
    public bool TryDeliverRetained(scoped LiveMessage message, DeliveryTerms terms, in InFlightPlace place)
    {
        lock (_lock)
        {
            message.IsRetained = true;
            if (!TrySendLate(message, terms with { IsRetainAsPublished = true }, place))
            {
                return false;
            }

            if (IsStored)
            {
                var cursor = _cursors.GetOrAdd(place.Partition);
                (cursor.Next, cursor.IsDirty) = (NoPosition, true);
            }

            return true;
        }
    }

    /// <summary>Delivers a record of a share; false where this member cannot take it now.</summary>
    public bool TryDeliverShared(
        scoped LiveMessage message, DeliveryTerms terms, in WatchedPartition watched, in InFlightPlace place)
    {
        lock (_lock)
        {
            if (!TrySendLate(message, terms, place))
            {
                return false;
            }

            if (IsStored)
            {
                _cursors.KeepUp(watched).IsDirty = true;
            }

            return true;
        }
    }

    /// <summary>Sends a message again that an earlier connection left unacknowledged.</summary>
    public void Resend(ushort id, in InFlightMessage place, scoped LiveMessage message, DeliveryTerms? terms)
    {
        lock (_lock)
        {
            if (_outbox is not { } outbox)
            {
                return;
            }

            // Who may not have it any more is not asked to acknowledge it.
            if (!outbox.Config.Access.AllowsDelivery(outbox.Config.Principal, message.Topic)
                || !outbox.Send(new OutgoingPublish
            {
                Message = message,
                Version = outbox.Config.Version,
                QualityOfService = place.QualityOfService,
                PacketId = id,
                IsRetained = message.IsRetained && terms is { IsRetainAsPublished: true },
                IsDuplicate = true,
                Identifiers = terms?.Identifiers,
            }))
            {
                Finish(id);
            }
        }
    }

    /// <summary>Gives a message up that is not in the log any more, or has expired.</summary>
    public void Abandon(ushort id)
    {
        lock (_lock)
        {
            Finish(id);
        }
    }

    /// <summary>The next message to send again; releases are sent here.</summary>
    public bool TryTakeResend(out ushort id, out InFlightMessage message)
    {
        lock (_lock)
        {
            (id, message) = (0, default);
            while (_outbox is { } outbox && outbox.HasRoom && _inFlight.TryTakeResend(out id, out message))
            {
                if (!message.IsReleased)
                {
                    return true;
                }

                outbox.SendRelease(id, ReasonCode.Success);
            }

            return false;
        }
    }

    /// <summary>The client has a message of QoS 1 (PUBACK).</summary>
    public void Acknowledge(ushort packetId)
    {
        lock (_lock)
        {
            // One that is not in use is none of an error the standard names; a late one of a past connection, say.
            if (_inFlight.TryGet(packetId, out var message) && message.QualityOfService == QualityOfService.AtLeastOnce)
            {
                Finish(packetId);
            }
        }
    }

    /// <summary>The client has a message of QoS 2 (PUBREC): its release leaves once that is durable.</summary>
    public void Receive(ushort packetId, ReasonCode reason)
    {
        lock (_lock)
        {
            if (!_inFlight.TryGet(packetId, out var message)
                || message.QualityOfService != QualityOfService.ExactlyOnce)
            {
                _outbox?.SendRelease(packetId, ReasonCode.PacketIdentifierNotFound);
                return;
            }

            if (reason >= ReasonCode.UnspecifiedError)
            {
                Finish(packetId);
                return;
            }

            _inFlight.Release(packetId);
            if (!IsStored)
            {
                _outbox?.SendRelease(packetId, ReasonCode.Success);
                return;
            }

            MarkDirty(message.Partition);
            _releases.Add(packetId);
        }

        _signal.Set();
    }

    /// <summary>The release of a message of QoS 2 is complete (PUBCOMP).</summary>
    public void Complete(ushort packetId)
    {
        lock (_lock)
        {
            if (_inFlight.TryGet(packetId, out var message) && message.IsReleased)
            {
                Finish(packetId);
            }
        }
    }

    /// <summary>Retained messages wait for the session's loop.</summary>
    public void QueueRetained(IEnumerable<RetainedDelivery> deliveries)
    {
        lock (_lock)
        {
            foreach (var delivery in deliveries)
            {
                _retained.Enqueue(delivery);
            }
        }

        _signal.Set();
    }

    /// <summary>A share has something to read: this member may.</summary>
    public void Offer(SharedGroup group)
    {
        Offers.Enqueue(group);
        _signal.Set();
    }

    private static QualityOfService Lower(QualityOfService left, QualityOfService right) => left < right ? left : right;

    private bool IsWithheld(Outbox outbox, scoped in LiveMessage message, DeliveryTerms terms) =>
        (terms.IsNoLocal && message.Client.SequenceEqual(_clientId))
        || !outbox.Config.Access.AllowsDelivery(outbox.Config.Principal, message.Topic);

    // What a client must get exactly once may leave only when its packet identifier cannot be forgotten.
    private bool NeedsFlush(scoped in LiveMessage message, DeliveryTerms terms) =>
        IsStored && Lower(message.QualityOfService, terms.QualityOfService) == QualityOfService.ExactlyOnce;

    private void NoteHandled(Partition partition, Offset offset)
    {
        if (IsStored)
        {
            var cursor = _cursors.GetOrAdd(partition);
            cursor.Next = new Offset(offset.Value + 1);
            cursor.IsDirty = true;
        }
    }

    // QoS 0 never waits for live delivery, QoS 1 and 2 are never dropped.
    private bool TrySend(scoped LiveMessage message, DeliveryTerms terms, in InFlightPlace place)
    {
        var outbox = _outbox!;
        var quality = Lower(message.QualityOfService, terms.QualityOfService);
        if (quality == QualityOfService.AtMostOnce)
        {
            SendOrDrop(outbox, message, terms);
            return true;
        }

        if (_inFlight.IsFull || !outbox.HasRoom)
        {
            return false;
        }

        Send(outbox, message, terms, place.At(quality));
        return true;
    }

    // What is read from the log waits for the client at any quality.
    private bool TrySendLate(scoped LiveMessage message, DeliveryTerms terms, in InFlightPlace place)
    {
        if (_outbox is not { } outbox || !outbox.HasRoom || _inFlight.IsFull)
        {
            return false;
        }

        if (IsWithheld(outbox, message, terms))
        {
            return true;
        }

        if (NeedsFlush(message, terms))
        {
            outbox.Hold();
        }

        Send(outbox, message, terms, place.At(Lower(message.QualityOfService, terms.QualityOfService)));
        return true;
    }

    private void SendOrDrop(Outbox outbox, scoped LiveMessage message, DeliveryTerms terms)
    {
        if (!outbox.HasRoom)
        {
            MqttCounters.Add(ref outbox.Config.Counters.Qos0DroppedOut, 1);
            return;
        }

        Send(outbox, message, terms, default);
    }

    private void Send(Outbox outbox, scoped LiveMessage message, DeliveryTerms terms, in InFlightMessage place)
    {
        var isWaitedFor = place.QualityOfService != QualityOfService.AtMostOnce;
        var id = isWaitedFor ? _inFlight.Take(place) : (ushort)0;
        _isFull = _inFlight.IsFull;
        var isSent = outbox.Send(new OutgoingPublish
        {
            Message = message,
            Version = outbox.Config.Version,
            QualityOfService = place.QualityOfService,
            PacketId = id,
            IsRetained = message.IsRetained && terms.IsRetainAsPublished,
            Identifiers = terms.Identifiers,
        });
        if (!isSent && isWaitedFor)
        {
            Finish(id);
        }
    }

    private void Finish(ushort id)
    {
        if (_inFlight.Free(id, out var message))
        {
            MarkDirty(message.Partition);
            message.Group?.OnFinished(this, message);
            if (message.Group is { } group && group.HasWork())
            {
                Offers.Enqueue(group);
            }

            _isFull = _inFlight.IsFull;
            _signal.Set();
        }
    }

    private void MarkDirty(Partition partition)
    {
        if (IsStored && _cursors.TryGet(partition, out var cursor))
        {
            cursor.IsDirty = true;
        }
    }
}
