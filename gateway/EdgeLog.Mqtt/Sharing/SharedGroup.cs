using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// The members of a shared subscription (MQTT 5, 4.8.2): each message goes to one of them. The share has a place of its
/// own in each partition, and its members take from there what they have room for, in turn; while none is connected it
/// stays where it is.
/// </summary>
/// <remarks>
/// Any thread, under one short lock. One member at a time reads a partition. Locks are taken in the order session,
/// share.
/// </remarks>
internal sealed class SharedGroup(string text, Func<Partition, WatchedPartition> watched)
{
    /// <summary>Records a member takes before another has its turn.</summary>
    private const int TurnRecords = 32;

    private readonly Lock _lock = new();
    private readonly CursorSet _cursors = new();
    private readonly List<SharedMember> _members = [];
    private readonly HashSet<Partition> _inUse = [];

    // What members that may vanish have not acknowledged, and what such members left.
    private readonly HashSet<(Partition Partition, Offset Offset)> _volatile = [];
    private readonly Queue<(Partition Partition, Offset Offset)> _returned = [];
    private int _turn;
    private Task _saving = Task.CompletedTask;

    /// <summary>The whole filter, as the clients write it.</summary>
    public string Text => text;

    /// <summary>What topics are matched against.</summary>
    public TopicFilter Filter { get; } = new(SharedFilter.FilterOf(text));

    public bool HasMembers
    {
        get
        {
            lock (_lock)
            {
                return _members.Count > 0;
            }
        }
    }

    /// <summary>Whether another member than this one is connected.</summary>
    public bool HasOtherConnected(Session session)
    {
        lock (_lock)
        {
            return _members.Exists(member => member.Session != session && member.Session.IsConnected);
        }
    }

    public bool HasConnectedMembers
    {
        get
        {
            lock (_lock)
            {
                return _members.Exists(member => member.Session.IsConnected);
            }
        }
    }

    /// <summary>Whether it outlives its connections: a member does.</summary>
    public bool IsStored
    {
        get
        {
            lock (_lock)
            {
                return _members.Exists(member => member.Session.IsStored);
            }
        }
    }

    /// <summary>Adds or replaces a member; the share begins now where it is the first.</summary>
    public void Join(Subscription subscription, IReadOnlyCollection<WatchedPartition> all)
    {
        lock (_lock)
        {
            if (_members.Count == 0 && _cursors.Count == 0)
            {
                foreach (var one in all)
                {
                    _cursors.GetOrAdd(one.Partition).Next = one.Partition.HighWatermark;
                }
            }

            _members.RemoveAll(member => member.Session == subscription.Session);
            _members.Add(new SharedMember(subscription.Session, DeliveryTerms.Of(subscription)));
        }
    }

    /// <summary>Takes a member out.</summary>
    public void Leave(Session session)
    {
        lock (_lock)
        {
            _members.RemoveAll(member => member.Session == session);
        }

        OfferNext();
    }

    /// <summary>Takes in a stored place, and what was open there.</summary>
    public void Restore(Partition partition, Offset next, IEnumerable<Offset> open)
    {
        lock (_lock)
        {
            _cursors.Restore(partition, next);
            foreach (var offset in open)
            {
                _returned.Enqueue((partition, offset));
            }
        }
    }

    /// <summary>A member is there again: everything that came meanwhile may be read.</summary>
    public void Resume(IReadOnlyCollection<WatchedPartition> all)
    {
        lock (_lock)
        {
            _cursors.Resume(all);
        }

        OfferNext();
    }

    /// <summary>The last connected member is going.</summary>
    public void Pause(IReadOnlyCollection<WatchedPartition> all)
    {
        lock (_lock)
        {
            _cursors.Pause(all);
        }
    }

    /// <summary>A dispatcher has come upon a record for it.</summary>
    public void OnRecord(Partition partition, Offset offset)
    {
        lock (_lock)
        {
            // Where it is behind, a member has been asked to read on.
            var cursor = _cursors.GetOrAdd(partition);
            if (cursor.IsBehind || offset < cursor.Next)
            {
                return;
            }

            (cursor.Next, cursor.IsBehind) = (offset, true);
        }

        OfferNext();
    }

    /// <summary>Delivers a message that is not stored to a member.</summary>
    public void DeliverUnstored(scoped LiveMessage message)
    {
        if (NextMember() is { } member)
        {
            member.Session.DeliverUnstored(message, member.Terms);
        }
    }

    /// <summary>A member's message is done with, or its member ended.</summary>
    public void OnFinished(Session member, in InFlightMessage message)
    {
        if (!member.IsStored)
        {
            lock (_lock)
            {
                if (_volatile.Remove((message.Partition, message.Offset))
                    && _cursors.TryGet(message.Partition, out var cursor))
                {
                    cursor.IsDirty = true;
                }
            }
        }
    }

    /// <summary>
    /// A member ended with messages on their way: those of QoS 1 go to another; QoS 2 must not [MQTT-4.8.2-5].
    /// </summary>
    public void Return(IEnumerable<InFlightMessage> messages)
    {
        lock (_lock)
        {
            foreach (var message in messages)
            {
                _volatile.Remove((message.Partition, message.Offset));
                if (message.QualityOfService == QualityOfService.AtLeastOnce)
                {
                    _returned.Enqueue((message.Partition, message.Offset));
                }
            }
        }

        OfferNext();
    }

    /// <summary>Writes down what moved; with a member's state, so that both are there or none.</summary>
    public void WriteTo(StateWriter writer)
    {
        lock (_lock)
        {
            foreach (var (partition, cursor) in _cursors.All)
            {
                if (cursor.IsDirty)
                {
                    cursor.IsDirty = false;
                    cursor.SavedNext = cursor.Next;
                    writer.WriteShared(
                        text,
                        partition,
                        cursor.Next,
                        _volatile.Concat(_returned).Where(one => one.Partition == partition).Select(one => one.Offset));
                }
            }
        }
    }

    /// <summary>Writes that it is no more.</summary>
    public void RemoveFrom(StateWriter writer)
    {
        lock (_lock)
        {
            foreach (var (partition, _) in _cursors.All)
            {
                writer.Remove(StateKey.Shared(text, partition));
            }
        }
    }

    /// <summary>Marks all places to be written, as of now.</summary>
    public void MarkDirty()
    {
        lock (_lock)
        {
            foreach (var (partition, cursor) in _cursors.All)
            {
                cursor.IsDirty = !partition.IsDeleted;
            }
        }
    }

    /// <summary>Lets a member take what it has room for, for one turn; returns the buffer, or a larger one.</summary>
    public async ValueTask<byte[]> ReadForAsync(
        Session session, SessionConfig config, RecordDecoder decoder, byte[] buffer)
    {
        if (TakeTurn(session) is not { } turn)
        {
            return buffer;
        }

        var reader = new SharedReader(this, turn, config, decoder);
        var hasMore = false;
        try
        {
            (buffer, hasMore) = reader.Read(buffer);
            if (IsStored)
            {
                var former = Interlocked.Exchange(
                    ref _saving, session.IsStored ? session.SaveShared(this) : Save(config.State));
                await session.SendHeldAsync();
                await former;
            }
        }
        finally
        {
            lock (_lock)
            {
                _inUse.Remove(turn.Partition);
            }
        }

        if (hasMore || HasWork())
        {
            OfferNext();
        }

        return buffer;
    }

    /// <summary>Notes how far a turn has come, and that a member that may vanish has a message.</summary>
    public void Note(SharedTurn turn, Offset next, Offset? given)
    {
        lock (_lock)
        {
            turn.Cursor.Next = next;
            turn.Cursor.IsDirty = true;
            if (given is { } offset && !turn.Member.Session.IsStored)
            {
                _volatile.Add((turn.Partition, offset));
            }
        }
    }

    /// <summary>Where to read on in a turn, or null where the share has caught up.</summary>
    public Offset? NextFor(SharedTurn turn)
    {
        lock (_lock)
        {
            turn.Cursor.IsBehind = !turn.Partition.IsDeleted && turn.Cursor.Next < turn.Partition.HighWatermark;
            return turn.Cursor.IsBehind ? turn.Cursor.Next : null;
        }
    }

    /// <summary>Where a partition stands, for members' own places.</summary>
    public WatchedPartition Watched(Partition partition) => watched(partition);

    private SharedTurn? TakeTurn(Session session)
    {
        lock (_lock)
        {
            if (_members.Find(member => member.Session == session) is not { } member)
            {
                return null;
            }

            if (_returned.TryPeek(out var returned) && _inUse.Add(returned.Partition))
            {
                _returned.Dequeue();
                return new SharedTurn(member, returned.Partition, _cursors.GetOrAdd(returned.Partition), 1)
                {
                    Returned = returned.Offset,
                };
            }

            foreach (var (partition, cursor) in _cursors.All)
            {
                if (cursor.IsBehind && _inUse.Add(partition))
                {
                    return new SharedTurn(member, partition, cursor, TurnRecords);
                }
            }

            return null;
        }
    }

    /// <summary>Puts back what a turn could not give.</summary>
    public void PutBack(SharedTurn turn)
    {
        lock (_lock)
        {
            _returned.Enqueue((turn.Partition, turn.Returned!.Value));
        }
    }

    private Task Save(StateTopic state)
    {
        lock (_lock)
        {
            var writer = new StateWriter(state.Stamp);
            WriteTo(writer);
            return state.Append(writer.Run);
        }
    }

    /// <summary>Whether there is something for a member to read.</summary>
    public bool HasWork()
    {
        lock (_lock)
        {
            return _returned.Count > 0 || _cursors.HasBehind;
        }
    }

    private SharedMember? NextMember()
    {
        lock (_lock)
        {
            SharedMember? busy = null;
            for (var i = 0; i < _members.Count; i++)
            {
                var member = _members[(int)((uint)++_turn % (uint)_members.Count)];
                if (member.Session.IsReady)
                {
                    return member;
                }

                busy ??= member.Session.IsConnected ? member : null;
            }

            return busy;
        }
    }

    /// <summary>Asks the next member to read on.</summary>
    public void OfferNext() => NextMember()?.Session.Offer(this);
}
