namespace EdgeLog.Kafka.Protocol;

/// <summary>The member's epoch and, where it changed, its assignment.</summary>
public sealed class ConsumerGroupHeartbeatResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong, or none.</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>What went wrong, in words, or null.</summary>
    public string? ErrorMessage { get; set; } = "";

    /// <summary>The member.</summary>
    public string? MemberId { get; set; } = "";

    /// <summary>The member's epoch; 0 joins, -1 leaves, -2 leaves for a while.</summary>
    public int MemberEpoch { get; set; }

    /// <summary>When to come again, in milliseconds.</summary>
    public int HeartbeatIntervalMs { get; set; }

    /// <summary>What the member gets.</summary>
    public MemberAssignment? Assignment { get; set; }

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static ConsumerGroupHeartbeatResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.ConsumerGroupHeartbeat, version);
        var response = new ConsumerGroupHeartbeatResponse();
        response.ThrottleTimeMs = reader.ReadInt32();
        response.ErrorCode = reader.ReadErrorCode();
        response.ErrorMessage = reader.ReadNullableString();
        response.MemberId = reader.ReadNullableName();
        response.MemberEpoch = reader.ReadInt32();
        response.HeartbeatIntervalMs = reader.ReadInt32();
        response.Assignment = reader.ReadNullablePart<MemberAssignment>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.ConsumerGroupHeartbeat, version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteErrorCode(ErrorCode);
        writer.WriteNullableString(ErrorMessage);
        writer.WriteNullableString(MemberId);
        writer.WriteInt32(MemberEpoch);
        writer.WriteInt32(HeartbeatIntervalMs);
        writer.WriteNullablePart(Assignment, version);
        writer.WriteNoTags();
    }

    /// <summary>One member's partitions.</summary>
    public sealed class MemberAssignment : IMessagePart<MemberAssignment>
    {
        /// <summary>The partitions by topic.</summary>
        public List<TopicIdPartitions> TopicPartitions { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static MemberAssignment Read(ref KafkaReader reader, short version)
        {
            var memberAssignment = new MemberAssignment();
            memberAssignment.TopicPartitions = reader.ReadArray<TopicIdPartitions>(version);
            reader.SkipTags();
            return memberAssignment;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteArray(TopicPartitions, version);
            writer.WriteNoTags();
        }
    }
}
