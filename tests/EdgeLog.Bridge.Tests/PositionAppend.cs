using EdgeLog.Storage;

namespace EdgeLog.Bridge.Tests;

/// <summary>An append of positions that can be awaited.</summary>
internal sealed class PositionAppend : AppendRequest
{
    private readonly TaskCompletionSource<AppendResult> _completed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<AppendResult> Completed => _completed.Task;

    protected override void OnCompleted(in AppendResult result) => _completed.SetResult(result);
}
