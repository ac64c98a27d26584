namespace EdgeLog.Storage;

/// <summary>
/// Holds appends back while room is being made for them, so that a topic that drops its oldest data need not refuse.
/// Open nearly always; closed and opened by <see cref="SpaceKeeper"/>, which opens it too where there is no room to be
/// made: the writer then refuses.
/// </summary>
internal sealed class SpaceGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _closed;

    /// <summary>Whether appends may pass.</summary>
    public bool IsOpen => Volatile.Read(ref _closed) is null;

    public void Close()
    {
        lock (_lock)
        {
            _closed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Open()
    {
        lock (_lock)
        {
            _closed?.SetResult();
            _closed = null;
        }
    }

    /// <summary>Completes when the gate is open.</summary>
    public Task WaitAsync(CancellationToken cancellation) =>
        cancellation.IsCancellationRequested
            ? Task.FromCanceled(cancellation)
            : Volatile.Read(ref _closed)?.Task.WaitAsync(cancellation) ?? Task.CompletedTask;
}
