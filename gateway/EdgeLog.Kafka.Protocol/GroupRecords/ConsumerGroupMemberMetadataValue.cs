namespace EdgeLog.Kafka.Protocol;

/// <summary>What a member of a group wants, new protocol.</summary>
public sealed class ConsumerGroupMemberMetadataValue
{
    /// <summary>A static member's name, or null.</summary>
    public string? InstanceId { get; set; } = "";

    /// <summary>The member's rack, or null.</summary>
    public string? RackId { get; set; } = "";

    /// <summary>The client's name for itself.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Where the client is.</summary>
    public string ClientHost { get; set; } = "";

    /// <summary>The topics subscribed to.</summary>
    public List<string> SubscribedTopicNames { get; set; } = [];

    /// <summary>The pattern subscribed to, or null.</summary>
    public string? SubscribedTopicRegex { get; set; } = "";

    /// <summary>Time to rejoin or to give up partitions, in milliseconds; -1 where not told.</summary>
    public int RebalanceTimeoutMs { get; set; } = -1;

    /// <summary>The assignor wanted, or null for the default.</summary>
    public string? ServerAssignor { get; set; } = "";

    /// <summary>Reads the value in <paramref name="version"/>.</summary>
    public static ConsumerGroupMemberMetadataValue Read(ref KafkaReader reader, short version)
    {
        reader.BeginRecord(version, flexibleFrom: 0);
        var value = new ConsumerGroupMemberMetadataValue();
        value.InstanceId = reader.ReadNullableString();
        value.RackId = reader.ReadNullableString();
        value.ClientId = reader.ReadString();
        value.ClientHost = reader.ReadString();
        value.SubscribedTopicNames = reader.ReadStringArray();
        value.SubscribedTopicRegex = reader.ReadNullableString();
        value.RebalanceTimeoutMs = reader.ReadInt32();
        value.ServerAssignor = reader.ReadNullableString();
        reader.SkipTags();
        return value;
    }

    /// <summary>Writes the value.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginRecord(version, flexibleFrom: 0);
        writer.WriteNullableString(InstanceId);
        writer.WriteNullableString(RackId);
        writer.WriteString(ClientId);
        writer.WriteString(ClientHost);
        writer.WriteStringArray(SubscribedTopicNames);
        writer.WriteNullableString(SubscribedTopicRegex);
        writer.WriteInt32(RebalanceTimeoutMs);
        writer.WriteNullableString(ServerAssignor);
        writer.WriteNoTags();
    }
}
