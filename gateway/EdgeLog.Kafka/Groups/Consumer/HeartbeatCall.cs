using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups.Consumer;

/// <summary>A ConsumerGroupHeartbeat under way.</summary>
/// <param name="Request">What was said.</param>
/// <param name="Client">By whom.</param>
/// <param name="Answer">Where the answer goes.</param>
internal sealed record HeartbeatCall(
    ConsumerGroupHeartbeatRequest Request,
    ClientIdentity Client,
    TaskCompletionSource<ConsumerGroupHeartbeatResponse> Answer)
{
    /// <summary>Whether everything is said again, as after a lost answer: then everything is told again.</summary>
    public bool IsFull => Request.RebalanceTimeoutMs != -1
        && Request.TopicPartitions is not null
        && (Request.SubscribedTopicNames is not null || Request.SubscribedTopicRegex is not null);

    /// <summary>What the member says it has; null where it does not say.</summary>
    public IReadOnlySet<TopicIdPartition>? Owned =>
        Request.TopicPartitions is { } topics ? TopicIdPartition.Read(topics) : null;

    public void Fail(ErrorCode error, string? message = null) => Answer.TrySetResult(
        new() { ErrorCode = error, ErrorMessage = message, MemberId = Request.MemberId });
}
