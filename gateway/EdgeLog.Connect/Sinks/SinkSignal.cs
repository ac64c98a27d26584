using EdgeLog.Storage;

namespace EdgeLog.Connect;

/// <summary>
/// Wakes a sink's loop: the log grew. Set from any thread, at once; waited for by one. Many sets before a wait are one.
/// </summary>
internal sealed class SinkSignal : IHighWatermarkListener
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _set = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it was set since <see cref="Reset"/>.</summary>
    public Task IsSet
    {
        get
        {
            lock (_lock)
            {
                return _set.Task;
            }
        }
    }

    /// <summary>Forgets what was; called before looking, so that nothing is missed.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            if (_set.Task.IsCompleted)
            {
                _set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    void IHighWatermarkListener.OnHighWatermarkMoved(Partition partition)
    {
        lock (_lock)
        {
            _set.TrySetResult();
        }
    }
}
