using EdgeLog.Storage;

namespace EdgeLog.Kafka.Tests.Support;

/// <summary>An append of one batch straight to the log.</summary>
internal sealed class BatchAppend : AppendRequest
{
    private readonly TaskCompletionSource<AppendResult> _completed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task AddAsync(Partition partition, byte[] batch)
    {
        var append = new BatchAppend { Batch = batch };
        await partition.AppendAsync(append, CancellationToken.None);
        Assert.Equal(AppendError.None, (await append._completed.Task).Error);
    }

    protected override void OnCompleted(in AppendResult result) => _completed.SetResult(result);
}
