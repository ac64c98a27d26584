namespace EdgeLog.Connect;

/// <summary>
/// Brings records from outside: a sensor, a file, another broker. Every method is called by the one loop that the
/// <see cref="Worker"/> runs for the task; where one throws, the task is stopped and started again after a while.
/// </summary>
public abstract class SourceTask
{
    /// <summary>Opens what it reads from. Called before the first poll, and again after a failure.</summary>
    public virtual ValueTask StartAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <summary>
    /// Waits until there are records and adds them to <paramref name="batch"/>. Their bytes must not change until the
    /// next
    /// call. The batch may stay empty.
    /// </summary>
    public abstract ValueTask PollAsync(SourceBatch batch, CancellationToken cancellation);

    /// <summary>
    /// Called when every record of the last poll is durable: the time to acknowledge where they came from.
    /// </summary>
    public virtual ValueTask CommitAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <summary>Closes what <see cref="StartAsync"/> opened. Called after a failure too; must not throw.</summary>
    public virtual ValueTask StopAsync() => ValueTask.CompletedTask;
}
