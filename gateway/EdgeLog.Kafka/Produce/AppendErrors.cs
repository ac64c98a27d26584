using EdgeLog.Kafka.Protocol;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Produce;

/// <summary>Kafka's codes for what the log refuses.</summary>
internal static class AppendErrors
{
    /// <summary>
    /// The code of <paramref name="error" />. No room is a storage error, which producers retry until their delivery
    /// timeout: room may come, and a policy violation would have them drop the records at once.
    /// </summary>
    public static ErrorCode CodeOf(AppendError error) => error switch
    {
        AppendError.None => ErrorCode.None,
        AppendError.UnknownPartition => ErrorCode.UnknownTopicOrPartition,
        AppendError.MessageTooLarge => ErrorCode.MessageTooLarge,
        AppendError.CorruptMessage => ErrorCode.CorruptMessage,
        AppendError.InvalidRecord => ErrorCode.InvalidRecord,
        AppendError.InvalidTimestamp => ErrorCode.InvalidTimestamp,
        AppendError.UnsupportedCompression => ErrorCode.UnsupportedCompressionType,
        AppendError.OutOfOrderSequence => ErrorCode.OutOfOrderSequenceNumber,
        AppendError.InvalidProducerEpoch => ErrorCode.InvalidProducerEpoch,
        AppendError.StorageFull or AppendError.StorageFailed => ErrorCode.KafkaStorageError,
        _ => ErrorCode.UnknownServerError,
    };

    /// <summary>What to add for the client where the log has not said more.</summary>
    public static string? MessageOf(AppendError error) => error switch
    {
        AppendError.StorageFull => "The gateway's disk budget is used up and the topic's overflow policy is to refuse.",
        AppendError.StorageFailed => "The gateway's log has failed or is stopping.",
        _ => null,
    };
}
