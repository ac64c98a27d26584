namespace EdgeLog.Kafka.Protocol;

/// <summary>The group's new generation.</summary>
public sealed class JoinGroupResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong, or none.</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The group's generation.</summary>
    public int GenerationId { get; set; } = -1;

    /// <summary>What kind of group it is; <c>consumer</c> for consumers.</summary>
    public string? ProtocolType { get; set; }

    /// <summary>The way of assignment chosen.</summary>
    public string? ProtocolName { get; set; } = "";

    /// <summary>The member that assigns.</summary>
    public string Leader { get; set; } = "";

    /// <summary>Whether the leader shall not assign.</summary>
    public bool SkipAssignment { get; set; }

    /// <summary>The member.</summary>
    public string MemberId { get; set; } = "";

    /// <summary>The members.</summary>
    public List<Member> Members { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static JoinGroupResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.JoinGroup, version);
        var response = new JoinGroupResponse();
        if (version >= 2)
        {
            response.ThrottleTimeMs = reader.ReadInt32();
        }

        response.ErrorCode = reader.ReadErrorCode();
        response.GenerationId = reader.ReadInt32();

        if (version >= 7)
        {
            response.ProtocolType = reader.ReadNullableString();
        }

        response.ProtocolName = reader.ReadNullableString();
        response.Leader = reader.ReadString();

        if (version >= 9)
        {
            response.SkipAssignment = reader.ReadBoolean();
        }

        response.MemberId = reader.ReadName();
        response.Members = reader.ReadArray<Member>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.JoinGroup, version);
        if (version >= 2)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }

        writer.WriteErrorCode(ErrorCode);
        writer.WriteInt32(GenerationId);

        if (version >= 7)
        {
            writer.WriteNullableString(ProtocolType);
        }

        writer.WriteNullableString(ProtocolName);
        writer.WriteString(Leader);

        if (version >= 9)
        {
            writer.WriteBoolean(SkipAssignment);
        }

        writer.WriteString(MemberId);
        writer.WriteArray(Members, version);
        writer.WriteNoTags();
    }

    /// <summary>One member.</summary>
    public sealed class Member : IMessagePart<Member>
    {
        /// <summary>The member.</summary>
        public string MemberId { get; set; } = "";

        /// <summary>A static member's name, or null (KIP-345).</summary>
        public string? GroupInstanceId { get; set; }

        /// <summary>What the client put there.</summary>
        public ReadOnlyMemory<byte> Metadata { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Member Read(ref KafkaReader reader, short version)
        {
            var member = new Member();
            member.MemberId = reader.ReadName();

            if (version >= 5)
            {
                member.GroupInstanceId = reader.ReadNullableString();
            }

            member.Metadata = reader.ReadBytes();
            reader.SkipTags();
            return member;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(MemberId);

            if (version >= 5)
            {
                writer.WriteNullableString(GroupInstanceId);
            }

            writer.WriteBytes(Metadata.Span);
            writer.WriteNoTags();
        }
    }
}
