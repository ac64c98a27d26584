using EdgeLog.Storage;

namespace EdgeLog.Benchmarks.Flash;

/// <summary>One run on its way; gives its place back when it is durable.</summary>
internal sealed class LogTargetAppend(SemaphoreSlim room) : AppendRequest
{
    protected override void OnCompleted(in AppendResult result)
    {
        Run!.Dispose();
        if (result.Error != AppendError.None)
        {
            Environment.FailFast($"The log refused an append: {result.Error} {result.Message}");
        }

        room.Release();
    }
}
