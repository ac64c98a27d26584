namespace EdgeLog.Bridge;

/// <summary>What bounds the memory and the haste of all mirrors together.</summary>
public sealed record MirrorLimits
{
    /// <summary>
    /// All read and request buffers of all mirrors: 12 MB, the mirror's share of the 100 MB the process may use.
    /// </summary>
    public int BufferBytes { get; init; } = 12 * 1024 * 1024;

    /// <summary>
    /// One Produce request: 1 MiB, Kafka's own default, is large enough that round trips do not count.
    /// </summary>
    public int RequestBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// The largest source batch that is carried: four times Kafka's default <c>max.message.bytes</c>. One above a
    /// mirror's share of the buffers is carried alone, and its buffer given back.
    /// </summary>
    public int SourceBatchBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// Small batches are merged up to this size: half of the default <c>max.message.bytes</c> of a target.
    /// </summary>
    public int MergedBatchBytes { get; init; } = 512 * 1024;

    /// <summary>
    /// From this size on a batch is forwarded as it is: merging would cost more than the request it saves.
    /// </summary>
    public int MergeBelowBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// Requests in flight to one broker: 5, for brokers remember five batches of an idempotent producer.
    /// </summary>
    public int RequestsInFlight { get; init; } = 5;

    /// <summary>How often positions are saved while they move: a crash repeats at most this much.</summary>
    public TimeSpan PositionInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a topic that the target refuses waits before it is tried again.</summary>
    public TimeSpan RefusedRetryInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a stopping mirror waits for answers that are under way.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(3);
}
