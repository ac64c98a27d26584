namespace EdgeLog.Testing;

/// <summary>A timer of <see cref="FakeTime"/>.</summary>
internal sealed class FakeTimer(FakeTime time, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan _period = Timeout.InfiniteTimeSpan;

    internal TimeSpan Due { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period;
        time.Arm(this, dueTime);
        return true;
    }

    public void Dispose() => time.Arm(this, Timeout.InfiniteTimeSpan);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Fire()
    {
        if (_period != Timeout.InfiniteTimeSpan)
        {
            time.Arm(this, _period);
        }

        callback(state);
    }
}
