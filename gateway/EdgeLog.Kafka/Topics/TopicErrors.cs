using EdgeLog.Kafka.Protocol;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Topics;

/// <summary>Kafka's codes for what the topic catalog refuses.</summary>
internal static class TopicErrors
{
    public static ErrorCode CodeOf(TopicError error) => error switch
    {
        TopicError.UnknownTopic => ErrorCode.UnknownTopicOrPartition,
        TopicError.TopicExists => ErrorCode.TopicAlreadyExists,
        TopicError.InvalidName => ErrorCode.InvalidTopicException,
        TopicError.InvalidPartitions => ErrorCode.InvalidPartitions,
        TopicError.InvalidConfig => ErrorCode.InvalidConfig,
        TopicError.PolicyViolation => ErrorCode.PolicyViolation,
        _ => ErrorCode.UnknownServerError,
    };
}
