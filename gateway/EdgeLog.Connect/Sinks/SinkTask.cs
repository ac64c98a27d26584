namespace EdgeLog.Connect;

/// <summary>
/// Takes records out of the log: to another broker, a file. Every method is called by the one loop that the
/// <see cref="Worker"/> runs for the task; where one throws, the task is stopped and started again after a while, from
/// what was confirmed.
/// </summary>
public abstract class SinkTask
{
    /// <summary>Opens where it hands over to. Called before the first batch, and again after a failure.</summary>
    public virtual ValueTask StartAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <summary>
    /// Hands over; returns when the other side has every record of the batch for certain, but for those it refuses for
    /// good, which <see cref="SinkBatch.Reject"/> names.
    /// </summary>
    public abstract ValueTask PutAsync(SinkBatch batch, CancellationToken cancellation);

    /// <summary>Ends where the way to the other side is lost while there is nothing to hand over.</summary>
    public virtual Task Lost { get; } = new TaskCompletionSource().Task;

    /// <summary>Closes what <see cref="StartAsync"/> opened. Called after a failure too; must not throw.</summary>
    public virtual ValueTask StopAsync() => ValueTask.CompletedTask;
}
