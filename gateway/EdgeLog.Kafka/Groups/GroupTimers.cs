namespace EdgeLog.Kafka.Groups;

/// <summary>
/// The deadlines of all groups behind one timer of monotonic time. A timer that is moved later, as every heartbeat
/// does, stays where it is in the queue and is put back when its old time comes. The coordinator's loop's.
/// </summary>
internal sealed class GroupTimers : IDisposable
{
    private readonly PriorityQueue<GroupTimer, TimeSpan> _queue = new();
    private readonly TimeProvider _time;
    private readonly ITimer _alarm;
    private readonly long _start;

    /// <summary>Calls <paramref name="wake"/>, from any thread, when <see cref="TakeDue"/> has something.</summary>
    public GroupTimers(TimeProvider time, Action wake)
    {
        _time = time;
        _start = time.GetTimestamp();
        _alarm = time.CreateTimer(
            static wake => ((Action)wake!)(), wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Monotonic time since the coordinator began.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>The next timer that is due, taken out; or null, and the alarm is set for the one after.</summary>
    public GroupTimer? TakeDue()
    {
        var now = Now;
        while (_queue.TryPeek(out var timer, out var at))
        {
            if (at > now)
            {
                _alarm.Change(at - now, Timeout.InfiniteTimeSpan);
                return null;
            }

            _queue.Dequeue();
            if (timer.QueuedAt != at)
            {
                continue;
            }

            timer.QueuedAt = null;
            if (timer.Due <= now)
            {
                return timer;
            }

            if (timer.IsSet)
            {
                Enqueue(timer);
            }
        }

        return null;
    }

    public void Dispose() => _alarm.Dispose();

    internal void Enqueue(GroupTimer timer)
    {
        if (timer.QueuedAt is null || timer.Due < timer.QueuedAt)
        {
            timer.QueuedAt = timer.Due;
            _queue.Enqueue(timer, timer.Due!.Value);
        }
    }
}
