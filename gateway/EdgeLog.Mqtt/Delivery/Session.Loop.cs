using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>What the session's own loop does: everything that waits for the log or for the client.</summary>
internal sealed partial class Session
{
    /// <summary>
    /// The loop of one connection, until cancelled: sends again what an earlier connection left, and reads on where the
    /// session is behind. Throws <see cref="StorageException"/> where the log cannot be read or written.
    /// </summary>
    public async Task RunAsync(SessionConfig config, CancellationToken cancellation)
    {
        using var registration = cancellation.UnsafeRegister(
            static s => ((Network.AsyncSignal)s!).Set(), _signal);
        var reader = new SessionReader(this, config);
        while (!cancellation.IsCancellationRequested)
        {
            await _signal.WaitAsync();
            while (HasWork() && !cancellation.IsCancellationRequested)
            {
                await config.Output.WaitForRoomAsync(cancellation);
                await reader.WorkAsync(cancellation);
            }
        }
    }

    /// <summary>The partitions in which it is behind.</summary>
    public List<KeyValuePair<Partition, PartitionCursor>> Behind()
    {
        lock (_lock)
        {
            return [.. _cursors.All.Where(pair => pair.Value.IsBehind)];
        }
    }

    /// <summary>
    /// Where to read on, or null once there is nothing behind the cursor: then the dispatcher delivers again.
    /// </summary>
    public Offset? NextFor(Partition partition, PartitionCursor cursor)
    {
        lock (_lock)
        {
            if (_outbox is null || _inFlight.IsFull)
            {
                return null;
            }

            // Under the lock: what becomes durable from here on a dispatcher brings, and finds the session caught up.
            cursor.IsBehind = !partition.IsDeleted && cursor.Next < partition.HighWatermark;
            return cursor.IsBehind ? cursor.Next : null;
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

    /// <summary>The retained messages that wait; the first of them first.</summary>
    public RetainedDelivery? NextRetained()
    {
        lock (_lock)
        {
            return _outbox is not null && !_inFlight.IsFull && _retained.TryPeek(out var next) ? next : null;
        }
    }

    /// <summary>Takes the first retained message off.</summary>
    public void PassRetained()
    {
        lock (_lock)
        {
            _retained.TryDequeue(out _);
        }
    }

    /// <summary>A share to read from; null where there is none, or no room.</summary>
    public SharedGroup? TakeOffer()
    {
        lock (_lock)
        {
            if (_outbox is null || _inFlight.IsFull || _offers is null)
            {
                return null;
            }

            _offers.TryDequeue(out var group);
            return group;
        }
    }

    /// <summary>Makes the identifiers durable that packets are held back for, then sends those.</summary>
    public async ValueTask SendHeldAsync()
    {
        Task durable;
        Outbox outbox;
        lock (_lock)
        {
            if (_outbox is not { IsHolding: true } holding)
            {
                return;
            }

            outbox = holding;
            durable = Save(null);
        }

        await durable;
        lock (_lock)
        {
            if (ReferenceEquals(outbox, _outbox))
            {
                outbox.Release();
            }
        }
    }

    /// <summary>Stores what a share gave this session together with the share's own position.</summary>
    public Task SaveShared(SharedGroup group) => SaveLocked(group.WriteTo);

    /// <summary>Makes durable which messages the client has, then releases them.</summary>
    public async ValueTask SendReleasesAsync()
    {
        ushort[] ids;
        Task durable;
        Outbox outbox;
        lock (_lock)
        {
            if (_outbox is null || _releases.Count == 0)
            {
                return;
            }

            outbox = _outbox;
            ids = [.. _releases];
            _releases.Clear();
            durable = Save(null);
        }

        await durable;
        lock (_lock)
        {
            if (ReferenceEquals(outbox, _outbox))
            {
                Array.ForEach(ids, id => outbox.SendRelease(id, ReasonCode.Success));
            }
        }
    }

    private bool HasWork()
    {
        lock (_lock)
        {
            return _outbox is not null
                && (_releases.Count > 0
                    || _inFlight.HasResend
                    || (!_inFlight.IsFull
                        && (_retained.Count > 0 || _offers is { IsEmpty: false } || _cursors.HasBehind)));
        }
    }
}
