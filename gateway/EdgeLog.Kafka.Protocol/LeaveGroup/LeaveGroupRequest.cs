namespace EdgeLog.Kafka.Protocol;

/// <summary>Takes members out of a group.</summary>
public sealed class LeaveGroupRequest
{
    /// <summary>The group.</summary>
    public string GroupId { get; set; } = "";

    /// <summary>The member.</summary>
    public string MemberId { get; set; } = "";

    /// <summary>The members.</summary>
    public List<Member> Members { get; set; } = [];

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static LeaveGroupRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.LeaveGroup, version);
        var request = new LeaveGroupRequest();
        request.GroupId = reader.ReadName();

        if (version <= 2)
        {
            request.MemberId = reader.ReadName();
        }

        if (version >= 3)
        {
            request.Members = reader.ReadArray<Member>(version);
        }

        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.LeaveGroup, version);
        writer.WriteString(GroupId);

        if (version <= 2)
        {
            writer.WriteString(MemberId);
        }

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

        /// <summary>Why, in words, or null.</summary>
        public string? Reason { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Member Read(ref KafkaReader reader, short version)
        {
            var member = new Member();
            member.MemberId = reader.ReadName();
            member.GroupInstanceId = reader.ReadNullableString();

            if (version >= 5)
            {
                member.Reason = reader.ReadNullableString();
            }

            reader.SkipTags();
            return member;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(MemberId);
            writer.WriteNullableString(GroupInstanceId);

            if (version >= 5)
            {
                writer.WriteNullableString(Reason);
            }

            writer.WriteNoTags();
        }
    }
}
