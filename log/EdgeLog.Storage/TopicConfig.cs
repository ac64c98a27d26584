namespace EdgeLog.Storage;

/// <summary>
/// A topic's settings under Kafka's names, and EdgeLog's own with an <c>edgelog.</c> prefix. Immutable. Holds what was set
/// on the topic over what it falls back to.
/// </summary>
public sealed record TopicConfig
{
    /// <summary>EdgeLog's defaults: Kafka's, but for those the configuration contract lists.</summary>
    public static TopicConfig Default { get; } = new();

    /// <summary><c>retention.ms</c>; null is -1, without limit.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary><c>retention.bytes</c>; null is -1, without limit.</summary>
    public long? RetentionBytes { get; init; }

    /// <summary><c>segment.bytes</c>.</summary>
    public int SegmentBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary><c>segment.ms</c>.</summary>
    public TimeSpan SegmentAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary><c>max.message.bytes</c>: the largest batch.</summary>
    public int MaxMessageBytes { get; init; } = 1_048_588;

    /// <summary><c>flush.messages</c>; 1 is: acknowledged means on flash.</summary>
    public long FlushMessages { get; init; } = 1;

    /// <summary><c>flush.ms</c>; null is Kafka's maximum, never by time.</summary>
    public TimeSpan? FlushInterval { get; init; }
}
