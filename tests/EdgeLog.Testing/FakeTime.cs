namespace EdgeLog.Testing;

/// <summary>
/// Time that moves only when a test says so. The wall clock and the monotonic clock move together in
/// <see cref="Advance"/>; <see cref="SetWallClock"/> makes the wall clock jump alone, as on a board without a battery.
/// </summary>
/// <remarks>The timestamp frequency is odd on purpose: code that mistakes ticks for timestamps shows at once.</remarks>
public sealed class FakeTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<FakeTimer> _timers = [];
    private DateTimeOffset _wallClock = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private TimeSpan _elapsed = TimeSpan.FromDays(1);

    public override long TimestampFrequency => 3_333_333;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _wallClock;
        }
    }

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return (long)(_elapsed.TotalSeconds * TimestampFrequency);
        }
    }

    public void SetWallClock(DateTimeOffset now)
    {
        lock (_lock)
        {
            _wallClock = now;
        }
    }

    /// <summary>Moves both clocks on and fires, in order, what has become due.</summary>
    public void Advance(TimeSpan by)
    {
        TimeSpan target;
        lock (_lock)
        {
            target = _elapsed + by;
        }

        while (NextDue(target) is { } timer)
        {
            timer.Fire();
        }

        lock (_lock)
        {
            _wallClock += target - _elapsed;
            _elapsed = target;
        }
    }

    /// <summary>How many timers are armed: a test waits for it to know that the code under test is waiting.</summary>
    public int ArmedTimerCount
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count;
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal void Arm(FakeTimer timer, TimeSpan dueTime)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.Due = _elapsed + dueTime;
                _timers.Add(timer);
            }
        }
    }

    private FakeTimer? NextDue(TimeSpan target)
    {
        lock (_lock)
        {
            FakeTimer? next = _timers.Where(timer => timer.Due <= target).MinBy(timer => timer.Due);
            if (next is not null)
            {
                _timers.Remove(next);
                if (next.Due > _elapsed)
                {
                    _wallClock += next.Due - _elapsed;
                    _elapsed = next.Due;
                }
            }

            return next;
        }
    }
}
