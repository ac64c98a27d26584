namespace EdgeLog.Kafka.Protocol;

/// <summary>Joins, stays in or leaves a group of the new protocol (KIP-848). Null means unchanged.</summary>
public sealed class ConsumerGroupHeartbeatRequest
{
    /// <summary>The group.</summary>
    public string GroupId { get; set; } = "";

    /// <summary>The member.</summary>
    public string MemberId { get; set; } = "";

    /// <summary>The member's epoch; 0 joins, -1 leaves, -2 leaves for a while.</summary>
    public int MemberEpoch { get; set; }

    /// <summary>A static member's name, or null.</summary>
    public string? InstanceId { get; set; } = "";

    /// <summary>The member's rack, or null.</summary>
    public string? RackId { get; set; } = "";

    /// <summary>Time to rejoin or to give up partitions, in milliseconds; -1 where not told.</summary>
    public int RebalanceTimeoutMs { get; set; } = -1;

    /// <summary>The topics subscribed to.</summary>
    public List<string>? SubscribedTopicNames { get; set; } = [];

    /// <summary>The pattern subscribed to, or null.</summary>
    public string? SubscribedTopicRegex { get; set; }

    /// <summary>The assignor wanted, or null for the default.</summary>
    public string? ServerAssignor { get; set; } = "";

    /// <summary>The partitions by topic.</summary>
    public List<TopicIdPartitions>? TopicPartitions { get; set; } = [];

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static ConsumerGroupHeartbeatRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.ConsumerGroupHeartbeat, version);
        var request = new ConsumerGroupHeartbeatRequest();
        request.GroupId = reader.ReadName();
        request.MemberId = reader.ReadName();
        request.MemberEpoch = reader.ReadInt32();
        request.InstanceId = reader.ReadNullableString();
        request.RackId = reader.ReadNullableString();
        request.RebalanceTimeoutMs = reader.ReadInt32();
        request.SubscribedTopicNames = reader.ReadNullableStringArray();

        if (version >= 1)
        {
            request.SubscribedTopicRegex = reader.ReadNullableString();
        }

        request.ServerAssignor = reader.ReadNullableString();
        request.TopicPartitions = reader.ReadNullableArray<TopicIdPartitions>(version);
        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.ConsumerGroupHeartbeat, version);
        writer.WriteString(GroupId);
        writer.WriteString(MemberId);
        writer.WriteInt32(MemberEpoch);
        writer.WriteNullableString(InstanceId);
        writer.WriteNullableString(RackId);
        writer.WriteInt32(RebalanceTimeoutMs);
        writer.WriteStringArray(SubscribedTopicNames);

        if (version >= 1)
        {
            writer.WriteNullableString(SubscribedTopicRegex);
        }

        writer.WriteNullableString(ServerAssignor);
        writer.WriteArray(TopicPartitions, version);
        writer.WriteNoTags();
    }
}
