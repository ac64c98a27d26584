namespace EdgeLog.Storage;

/// <summary>
/// The wall clock as retention may use it: after a jump it does not count until it has run true for an hour, so that a
/// clock that is set wrong for a moment deletes nothing. Owned by housekeeping.
/// </summary>
internal sealed class RetentionClock
{
    private static readonly TimeSpan Jump = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Trial = TimeSpan.FromHours(1);

    /// <summary>Before this no EdgeLog ran: a clock that says so was never set.</summary>
    private static readonly DateTimeOffset Earliest = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TimeProvider _time;
    private DateTimeOffset _wallClock;
    private long _timestamp;
    private long? _trialBegan;

    public RetentionClock(TimeProvider time)
    {
        _time = time;
        _wallClock = time.GetUtcNow();
        _timestamp = time.GetTimestamp();
    }

    /// <summary>The time, or null while it is not to be trusted.</summary>
    public DateTimeOffset? Read()
    {
        DateTimeOffset now = _time.GetUtcNow();
        long timestamp = _time.GetTimestamp();
        TimeSpan drift = now - _wallClock - _time.GetElapsedTime(_timestamp, timestamp);
        _wallClock = now;
        _timestamp = timestamp;
        if (drift.Duration() > Jump)
        {
            _trialBegan = timestamp;
        }

        if (now < Earliest)
        {
            return null;
        }

        if (_trialBegan is { } began && _time.GetElapsedTime(began, timestamp) < Trial)
        {
            return null;
        }

        _trialBegan = null;
        return now;
    }
}
