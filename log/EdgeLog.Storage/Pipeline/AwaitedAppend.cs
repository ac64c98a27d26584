namespace EdgeLog.Storage;

/// <summary>An append that somebody awaits: for rare appends, where an allocation does not count.</summary>
public sealed class AwaitedAppend : AppendRequest
{
    private readonly TaskCompletionSource<AppendResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the outcome, refusals included.</summary>
    public Task<AppendResult> Completion => _done.Task;

    /// <inheritdoc />
    protected override void OnCompleted(in AppendResult result) => _done.TrySetResult(result);
}
