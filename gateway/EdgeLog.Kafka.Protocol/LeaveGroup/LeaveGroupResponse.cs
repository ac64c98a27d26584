namespace EdgeLog.Kafka.Protocol;

/// <summary>What became of leaving.</summary>
public sealed class LeaveGroupResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong, or none.</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The members.</summary>
    public List<Member> Members { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static LeaveGroupResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.LeaveGroup, version);
        var response = new LeaveGroupResponse();
        if (version >= 1)
        {
            response.ThrottleTimeMs = reader.ReadInt32();
        }

        response.ErrorCode = reader.ReadErrorCode();

        if (version >= 3)
        {
            response.Members = reader.ReadArray<Member>(version);
        }

        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.LeaveGroup, version);
        if (version >= 1)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }

        writer.WriteErrorCode(ErrorCode);

        if (version >= 3)
        {
            writer.WriteArray(Members, version);
        }

        writer.WriteNoTags();
    }

    /// <summary>One member.</summary>
    public sealed class Member : IMessagePart<Member>
    {
        /// <summary>The member.</summary>
        public string MemberId { get; set; } = "";

        /// <summary>A static member's name, or null (KIP-345).</summary>
        public string? GroupInstanceId { get; set; } = "";

        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Member Read(ref KafkaReader reader, short version)
        {
            var member = new Member();
            member.MemberId = reader.ReadName();
            member.GroupInstanceId = reader.ReadNullableString();
            member.ErrorCode = reader.ReadErrorCode();
            reader.SkipTags();
            return member;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(MemberId);
            writer.WriteNullableString(GroupInstanceId);
            writer.WriteErrorCode(ErrorCode);
            writer.WriteNoTags();
        }
    }
}
