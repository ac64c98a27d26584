namespace EdgeLog.Kafka.Protocol;

/// <summary>Joins a group, or joins it again.</summary>
public sealed class JoinGroupRequest
{
    /// <summary>The group.</summary>
    public string GroupId { get; set; } = "";

    /// <summary>How long the member may be silent, in milliseconds.</summary>
    public int SessionTimeoutMs { get; set; }

    /// <summary>Time to rejoin or to give up partitions, in milliseconds; -1 where not told.</summary>
    public int RebalanceTimeoutMs { get; set; } = -1;

    /// <summary>The member.</summary>
    public string MemberId { get; set; } = "";

    /// <summary>A static member's name, or null (KIP-345).</summary>
    public string? GroupInstanceId { get; set; }

    /// <summary>What kind of group it is; <c>consumer</c> for consumers.</summary>
    public string ProtocolType { get; set; } = "";

    /// <summary>The ways of assignment the member supports, the best first.</summary>
    public List<MemberProtocol> Protocols { get; set; } = [];

    /// <summary>Why, in words, or null.</summary>
    public string? Reason { get; set; }

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static JoinGroupRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.JoinGroup, version);
        var request = new JoinGroupRequest();
        request.GroupId = reader.ReadName();
        request.SessionTimeoutMs = reader.ReadInt32();

        if (version >= 1)
        {
            request.RebalanceTimeoutMs = reader.ReadInt32();
        }

        request.MemberId = reader.ReadName();

        if (version >= 5)
        {
            request.GroupInstanceId = reader.ReadNullableString();
        }

        request.ProtocolType = reader.ReadString();
        request.Protocols = reader.ReadArray<MemberProtocol>(version);

        if (version >= 8)
        {
            request.Reason = reader.ReadNullableString();
        }

        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.JoinGroup, version);
        writer.WriteString(GroupId);
        writer.WriteInt32(SessionTimeoutMs);

        if (version >= 1)
        {
            writer.WriteInt32(RebalanceTimeoutMs);
        }

        writer.WriteString(MemberId);

        if (version >= 5)
        {
            writer.WriteNullableString(GroupInstanceId);
        }

        writer.WriteString(ProtocolType);
        writer.WriteArray(Protocols, version);

        if (version >= 8)
        {
            writer.WriteNullableString(Reason);
        }

        writer.WriteNoTags();
    }
}
