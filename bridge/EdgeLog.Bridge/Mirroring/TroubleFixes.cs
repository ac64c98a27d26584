using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Bridge;

/// <summary>What an operator can do about what a target refuses.</summary>
internal static class TroubleFixes
{
    public static PartitionTrouble Describe(ErrorCode error, string target, string? message) =>
        new(
            error.KafkaName(),
            string.IsNullOrEmpty(message) ? $"The target refuses {target}." : message,
            FixFor(error, target));

    private static string FixFor(ErrorCode error, string target) => error switch
    {
        ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed =>
            $"kafka-acls --add --allow-principal User:<this gateway> --operation Write --operation Create "
            + $"--operation Describe --topic {target}",
        ErrorCode.MessageTooLarge or ErrorCode.RecordListTooLarge =>
            $"raise max.message.bytes of {target} in the target",
        ErrorCode.InvalidReplicationFactor => "set replication.factor of the mirror to what the target has brokers for",
        ErrorCode.UnsupportedCompressionType =>
            "a target of Kafka 2.1 or later, or another compression.type for the topic here",
        ErrorCode.InvalidTimestamp =>
            $"check the gateway's clock, or raise message.timestamp.after.max.ms of {target} in the target",
        ErrorCode.InvalidTopicException or ErrorCode.PolicyViolation => $"create {target} in the target by hand",
        ErrorCode.NotEnoughReplicas or ErrorCode.NotEnoughReplicasAfterAppend =>
            "bring the target's other brokers back, or lower min.insync.replicas there",
        _ => "see the target's broker log",
    };
}
