namespace EdgeLog.Storage;

/// <summary>Completes when everything appended before it, and every log start, is checkpointed.</summary>
internal sealed class SaveCommand : WriterCommand
{
    private readonly TaskCompletionSource _saved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the checkpoint is durable.</summary>
    public override Task Completion => _saved.Task;

    public override void ExecuteOnWriter(LogWriter writer) => writer.WantMarker(() => _saved.TrySetResult());

    public override void ExecuteOnFlusher(Flusher flusher)
    {
    }

    public override void Fail(Exception cause) => _saved.TrySetException(cause);
}
