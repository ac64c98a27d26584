namespace EdgeLog.Benchmarks.Flash;

/// <summary>One cell of the table: who keeps the messages, which, gathered for how long, compressed or not.</summary>
internal sealed record FlashCase(FlashWay Way, FlashLoad Load, TimeSpan? CommitInterval, bool IsCompressed)
{
    public Task<FlashTarget> OpenAsync(string directory) => Way switch
    {
        FlashWay.Log => LogTarget.OpenAsync(directory, this),
        FlashWay.FilePerPartition => Task.FromResult<FlashTarget>(new FilePerPartitionTarget(directory, this)),
        _ => MosquittoTarget.OpenAsync(directory),
    };

    public override string ToString() =>
        $"{Load}, {Load.Payload.Name}, {Way}, {CommitInterval?.ToString() ?? "auto"}, "
        + (IsCompressed ? "zstd" : "plain");
}
