using EdgeLog.Storage;

namespace EdgeLog.Bridge;

/// <summary>
/// Wakes the mirror's loop: an answer came, the log grew, a timer fired. Set from any thread, at once; waited for by
/// one. Many sets before a wait are one.
/// </summary>
internal sealed class LoopSignal : IHighWatermarkListener
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _waiter;
    private bool _isSet;

    public LoopSignal() => SetAction = Set;

    /// <summary><see cref="Set"/> as one delegate, to be hung on tasks.</summary>
    public Action SetAction { get; }

    public void Set()
    {
        TaskCompletionSource? waiter;
        lock (_lock)
        {
            waiter = _waiter;
            _waiter = null;
            _isSet = waiter is null;
        }

        waiter?.SetResult();
    }

    public Task WaitAsync()
    {
        lock (_lock)
        {
            if (_isSet)
            {
                _isSet = false;
                return Task.CompletedTask;
            }

            _waiter ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiter.Task;
        }
    }

    /// <summary>Sets the signal when <paramref name="task"/> has ended, however it did.</summary>
    public void SetAfter(Task task) => task.GetAwaiter().OnCompleted(SetAction);

    void IHighWatermarkListener.OnHighWatermarkMoved(Partition partition) => Set();
}
