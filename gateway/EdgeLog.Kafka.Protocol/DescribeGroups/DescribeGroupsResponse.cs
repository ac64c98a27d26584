namespace EdgeLog.Kafka.Protocol;

/// <summary>Details of groups.</summary>
public sealed class DescribeGroupsResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>The groups.</summary>
    public List<Group> Groups { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static DescribeGroupsResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.DescribeGroups, version);
        var response = new DescribeGroupsResponse();
        if (version >= 1)
        {
            response.ThrottleTimeMs = reader.ReadInt32();
        }

        response.Groups = reader.ReadArray<Group>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.DescribeGroups, version);
        if (version >= 1)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }

        writer.WriteArray(Groups, version);
        writer.WriteNoTags();
    }

    /// <summary>One group.</summary>
    public sealed class Group : IMessagePart<Group>
    {
        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>What went wrong, in words, or null.</summary>
        public string? ErrorMessage { get; set; }

        /// <summary>The group.</summary>
        public string GroupId { get; set; } = "";

        /// <summary>The group's state, in words.</summary>
        public string GroupState { get; set; } = "";

        /// <summary>What kind of group it is; <c>consumer</c> for consumers.</summary>
        public string ProtocolType { get; set; } = "";

        /// <summary>The way of assignment chosen.</summary>
        public string ProtocolData { get; set; } = "";

        /// <summary>The members.</summary>
        public List<Member> Members { get; set; } = [];

        /// <summary>What the client may do, as bits; the lowest number where not asked.</summary>
        public int AuthorizedOperations { get; set; } = int.MinValue;

        /// <summary>Reads one, as part of its message.</summary>
        public static Group Read(ref KafkaReader reader, short version)
        {
            var group = new Group();
            group.ErrorCode = reader.ReadErrorCode();

            if (version >= 6)
            {
                group.ErrorMessage = reader.ReadNullableString();
            }

            group.GroupId = reader.ReadName();
            group.GroupState = reader.ReadString();
            group.ProtocolType = reader.ReadString();
            group.ProtocolData = reader.ReadString();
            group.Members = reader.ReadArray<Member>(version);

            if (version >= 3)
            {
                group.AuthorizedOperations = reader.ReadInt32();
            }

            reader.SkipTags();
            return group;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteErrorCode(ErrorCode);

            if (version >= 6)
            {
                writer.WriteNullableString(ErrorMessage);
            }

            writer.WriteString(GroupId);
            writer.WriteString(GroupState);
            writer.WriteString(ProtocolType);
            writer.WriteString(ProtocolData);
            writer.WriteArray(Members, version);

            if (version >= 3)
            {
                writer.WriteInt32(AuthorizedOperations);
            }

            writer.WriteNoTags();
        }
    }

    /// <summary>One member.</summary>
    public sealed class Member : IMessagePart<Member>
    {
        /// <summary>The member.</summary>
        public string MemberId { get; set; } = "";

        /// <summary>A static member's name, or null (KIP-345).</summary>
        public string? GroupInstanceId { get; set; }

        /// <summary>The client's name for itself.</summary>
        public string ClientId { get; set; } = "";

        /// <summary>Where the client is.</summary>
        public string ClientHost { get; set; } = "";

        /// <summary>The member's subscription.</summary>
        public ReadOnlyMemory<byte> MemberMetadata { get; set; }

        /// <summary>What the member got.</summary>
        public ReadOnlyMemory<byte> MemberAssignment { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Member Read(ref KafkaReader reader, short version)
        {
            var member = new Member();
            member.MemberId = reader.ReadName();

            if (version >= 4)
            {
                member.GroupInstanceId = reader.ReadNullableString();
            }

            member.ClientId = reader.ReadString();
            member.ClientHost = reader.ReadString();
            member.MemberMetadata = reader.ReadBytes();
            member.MemberAssignment = reader.ReadBytes();
            reader.SkipTags();
            return member;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(MemberId);

            if (version >= 4)
            {
                writer.WriteNullableString(GroupInstanceId);
            }

            writer.WriteString(ClientId);
            writer.WriteString(ClientHost);
            writer.WriteBytes(MemberMetadata.Span);
            writer.WriteBytes(MemberAssignment.Span);
            writer.WriteNoTags();
        }
    }
}
