namespace EdgeLog.Devices;

/// <summary>
/// When a device is read: at whole intervals from the start, by the monotonic clock, so that it neither drifts nor
/// follows
/// the wall clock's jumps. What was missed is left out, not made up for. Owned by the device's loop.
/// </summary>
internal sealed class Schedule(TimeSpan interval, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private long _tick;

    /// <summary>How many readings were left out.</summary>
    public long SkippedCount { get; private set; }

    /// <summary>How long until the next reading; zero when it is due.</summary>
    public TimeSpan UntilNext
    {
        get
        {
            TimeSpan wait = (interval * _tick) - time.GetElapsedTime(_start);
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }

    /// <summary>Moves on to the next whole interval from now.</summary>
    public void Advance()
    {
        long passed = time.GetElapsedTime(_start).Ticks / interval.Ticks;
        SkippedCount += Math.Max(0, passed - _tick);
        _tick = Math.Max(_tick, passed) + 1;
    }
}
