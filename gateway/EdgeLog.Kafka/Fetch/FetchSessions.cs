using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Fetch;

/// <summary>
/// The fetch sessions of all connections (KIP-227): a session is not tied to one. Safe from any thread; a session
/// itself belongs to the connection that is using it.
/// </summary>
internal sealed class FetchSessions(KafkaLimits limits, TimeProvider time)
{
    private const int NewSession = 0;
    private const int NoSession = -1;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, FetchSession> _byId = [];
    private int _partitions;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _byId.Count;
            }
        }
    }

    /// <summary>
    /// The partitions <paramref name="request" /> is about, the caller's until <see cref="End" />: of the session it
    /// continues, of a new one where there is room, or <paramref name="sessionless" />.
    /// </summary>
    public ErrorCode Begin(FetchRequest request, bool usesTopicIds, FetchSession sessionless, out FetchSession session)
    {
        session = sessionless;
        session.Clear();
        if (request.SessionEpoch is NewSession or NoSession)
        {
            Remove(request.SessionId);
            if (request.SessionEpoch == NoSession)
            {
                session.Update(request);
                return ErrorCode.None;
            }

            session = new FetchSession { UsesTopicIds = usesTopicIds };
            session.Update(request);
            TryKeep(session);
            return ErrorCode.None;
        }

        return Continue(request, usesTopicIds, ref session);
    }

    /// <summary>The response is sent; the session may be used again.</summary>
    public void End(FetchSession session)
    {
        lock (_lock)
        {
            session.IsInUse = false;
            session.LastUsed = time.GetTimestamp();
        }
    }

    /// <summary>Ends a session, if there is one of that number.</summary>
    public void Remove(int id)
    {
        lock (_lock)
        {
            RemoveLocked(id);
        }
    }

    private ErrorCode Continue(FetchRequest request, bool usesTopicIds, ref FetchSession session)
    {
        lock (_lock)
        {
            if (!_byId.TryGetValue(request.SessionId, out var found))
            {
                return ErrorCode.FetchSessionIdNotFound;
            }

            if (found.UsesTopicIds != usesTopicIds)
            {
                return ErrorCode.FetchSessionTopicIdError;
            }

            if (found.NextEpoch != request.SessionEpoch || found.IsInUse)
            {
                return ErrorCode.InvalidFetchSessionEpoch;
            }

            found.Update(request);
            if (!TryCharge(found))
            {
                // Told that the session is gone, the client starts a full one, which is then refused a session.
                RemoveLocked(found.Id);
                return ErrorCode.FetchSessionIdNotFound;
            }

            session = found;
            session.IsIncremental = true;
            session.IsInUse = true;
            session.NextEpoch = session.NextEpoch == int.MaxValue ? 1 : session.NextEpoch + 1;
            if (session.Partitions.IsEmpty)
            {
                RemoveLocked(session.Id);
                session.Id = 0;
            }

            return ErrorCode.None;
        }
    }

    private void TryKeep(FetchSession session)
    {
        lock (_lock)
        {
            if (session.Partitions.IsEmpty || !HasSlot() || !TryCharge(session))
            {
                return;
            }

            do
            {
                session.Id = Random.Shared.Next(1, int.MaxValue);
            }
            while (!_byId.TryAdd(session.Id, session));
            session.NextEpoch = 1;
            session.IsInUse = true;
            session.LastUsed = time.GetTimestamp();
        }
    }

    private bool HasSlot()
    {
        if (_byId.Count < limits.FetchSessionsMax)
        {
            return true;
        }

        var oldest = _byId.Values.Where(session => !session.IsInUse).MinBy(session => session.LastUsed);
        if (oldest is null || time.GetElapsedTime(oldest.LastUsed) < limits.FetchSessionIdle)
        {
            return false;
        }

        RemoveLocked(oldest.Id);
        return true;
    }

    private bool TryCharge(FetchSession session)
    {
        var more = session.Partitions.Length - session.ChargedPartitions;
        if (_partitions + more > limits.FetchSessionPartitionsMax)
        {
            return false;
        }

        _partitions += more;
        session.ChargedPartitions += more;
        return true;
    }

    private void RemoveLocked(int id)
    {
        if (_byId.Remove(id, out var session))
        {
            _partitions -= session.ChargedPartitions;
            session.ChargedPartitions = 0;
        }
    }
}
