namespace EdgeLog.Mqtt;

/// <summary>
/// Notices a client from which nothing came for too long, by the monotonic clock. The protocol loop touches it at each
/// read; its timer looks now and then. Time in which the loop itself was busy is not the client's.
/// </summary>
internal sealed class KeepAlive : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Action _expired;
    private readonly ITimer _timer;
    private long _limitTicks;
    private long _touchedAt;
    private int _isWaiting;

    /// <summary>Calls <paramref name="expired"/> once <paramref name="limit"/> has passed without a touch.</summary>
    public KeepAlive(TimeProvider time, TimeSpan limit, Action expired)
    {
        _time = time;
        _expired = expired;
        _limitTicks = limit.Ticks;
        _touchedAt = time.GetTimestamp();
        _isWaiting = 1;
        _timer = time.CreateTimer(static o => ((KeepAlive)o!).Look(), this, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The loop waits for the client.</summary>
    public void Wait() => Volatile.Write(ref _isWaiting, 1);

    /// <summary>The client was heard.</summary>
    public void Touch()
    {
        Volatile.Write(ref _touchedAt, _time.GetTimestamp());
        Volatile.Write(ref _isWaiting, 0);
    }

    /// <summary>Changes the limit; zero is none.</summary>
    public void SetLimit(TimeSpan limit)
    {
        Volatile.Write(ref _limitTicks, limit.Ticks);
        _timer.Change(limit == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : limit, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var limit = TimeSpan.FromTicks(Volatile.Read(ref _limitTicks));
        if (limit == TimeSpan.Zero)
        {
            return;
        }

        var left = limit - _time.GetElapsedTime(Volatile.Read(ref _touchedAt));
        if (Volatile.Read(ref _isWaiting) == 0)
        {
            left = limit;
        }

        if (left <= TimeSpan.Zero)
        {
            _expired();
        }
        else
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
        }
    }
}
