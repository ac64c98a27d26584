namespace EdgeLog.Storage;

/// <summary>
/// Something other than an append that the pipeline does in order: first the writer its part, then, when all groups
/// formed
/// before are durable, the flusher its own.
/// </summary>
internal abstract class WriterCommand
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when both have done their part; faults where the log failed before.</summary>
    public virtual Task Completion => _done.Task;

    /// <summary>The writer's part. Throws nothing but what ends the log.</summary>
    public abstract void ExecuteOnWriter(LogWriter writer);

    /// <summary>The flusher's part. Throws nothing but what ends the log.</summary>
    public abstract void ExecuteOnFlusher(Flusher flusher);

    public void Complete() => _done.TrySetResult();

    public virtual void Fail(Exception cause) => _done.TrySetException(cause);
}
