using EdgeLog.Network;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Fetch;

/// <summary>
/// Where one connection's fetch waits for more to read or for its time to be up. One per connection, used again for
/// every wait, so that a caught-up reader costs no allocation. Signalled from the flusher's thread and from timers.
/// </summary>
internal sealed class FetchWait : IHighWatermarkListener, IDisposable
{
    private readonly AsyncSignal _signal = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _closing;
    private readonly CancellationToken _closed;

    public FetchWait(TimeProvider time, CancellationToken closed)
    {
        _time = time;
        _closed = closed;
        _timer = time.CreateTimer(
            static signal => ((AsyncSignal)signal!).Set(), _signal, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _closing = closed.UnsafeRegister(static signal => ((AsyncSignal)signal!).Set(), _signal);
    }

    /// <summary>Whether the peer is gone, so that waiting for more is of no use.</summary>
    public bool IsClosed => _closed.IsCancellationRequested;

    /// <summary>
    /// Completes when a partition listened to has moved since the last call, when <paramref name="timeout" /> is
    /// over, or when the peer is gone: look again. May complete without a reason.
    /// </summary>
    public async ValueTask WaitAsync(TimeSpan timeout)
    {
        if (_closed.IsCancellationRequested)
        {
            return;
        }

        _timer.Change(timeout, Timeout.InfiniteTimeSpan);
        await _signal.WaitAsync();
    }

    /// <summary>
    /// How long <paramref name="timeout" />, begun at timestamp <paramref name="start" />, has still to run.
    /// </summary>
    public TimeSpan Remaining(long start, TimeSpan timeout)
    {
        var remaining = timeout - _time.GetElapsedTime(start);
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    void IHighWatermarkListener.OnHighWatermarkMoved(Partition partition) => _signal.Set();

    public void Dispose()
    {
        _closing.Dispose();
        _timer.Dispose();
    }
}
