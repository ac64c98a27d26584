using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>One topic filter of one session.</summary>
internal sealed record Subscription
{
    public required Session Session { get; init; }

    public required TopicFilter Filter { get; init; }

    public required QualityOfService QualityOfService { get; init; }

    public required bool IsNoLocal { get; init; }

    public required bool IsRetainAsPublished { get; init; }

    /// <summary>
    /// Where the live part begins in partitions whose dispatcher had not caught up when the subscription was made; null
    /// where all had, which is usual.
    /// </summary>
    public IReadOnlyDictionary<Partition, Offset>? Floors { get; init; }
}
