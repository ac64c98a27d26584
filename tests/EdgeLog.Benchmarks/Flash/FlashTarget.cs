namespace EdgeLog.Benchmarks.Flash;

/// <summary>What keeps messages on a disk: the log, or what it is compared with.</summary>
internal abstract class FlashTarget : IAsyncDisposable
{
    /// <summary>Takes a message; the task ends when there is room for the next one.</summary>
    public abstract ValueTask SendAsync(int partition, byte[] value);

    /// <summary>Ends when everything that was sent is durable.</summary>
    public virtual ValueTask SettleAsync() => ValueTask.CompletedTask;

    /// <summary>Stops cleanly: everything that was sent is durable.</summary>
    public abstract ValueTask DisposeAsync();
}
