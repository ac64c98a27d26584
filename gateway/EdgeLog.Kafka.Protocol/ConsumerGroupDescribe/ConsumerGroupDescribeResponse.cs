namespace EdgeLog.Kafka.Protocol;

/// <summary>Details of groups of the new protocol.</summary>
public sealed class ConsumerGroupDescribeResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>The groups.</summary>
    public List<Group> Groups { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static ConsumerGroupDescribeResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.ConsumerGroupDescribe, version);
        var response = new ConsumerGroupDescribeResponse();
        response.ThrottleTimeMs = reader.ReadInt32();
        response.Groups = reader.ReadArray<Group>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.ConsumerGroupDescribe, version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArray(Groups, version);
        writer.WriteNoTags();
    }

    /// <summary>One group.</summary>
    public sealed class Group : IMessagePart<Group>
    {
        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>What went wrong, in words, or null.</summary>
        public string? ErrorMessage { get; set; } = "";

        /// <summary>The group.</summary>
        public string GroupId { get; set; } = "";

        /// <summary>The group's state, in words.</summary>
        public string GroupState { get; set; } = "";

        /// <summary>The group's epoch.</summary>
        public int GroupEpoch { get; set; }

        /// <summary>The epoch the assignment was made for.</summary>
        public int AssignmentEpoch { get; set; }

        /// <summary>The assignor.</summary>
        public string AssignorName { get; set; } = "";

        /// <summary>The members.</summary>
        public List<Member> Members { get; set; } = [];

        /// <summary>What the client may do, as bits; the lowest number where not asked.</summary>
        public int AuthorizedOperations { get; set; } = int.MinValue;

        /// <summary>Reads one, as part of its message.</summary>
        public static Group Read(ref KafkaReader reader, short version)
        {
            var group = new Group();
            group.ErrorCode = reader.ReadErrorCode();
            group.ErrorMessage = reader.ReadNullableString();
            group.GroupId = reader.ReadName();
            group.GroupState = reader.ReadString();
            group.GroupEpoch = reader.ReadInt32();
            group.AssignmentEpoch = reader.ReadInt32();
            group.AssignorName = reader.ReadString();
            group.Members = reader.ReadArray<Member>(version);
            group.AuthorizedOperations = reader.ReadInt32();
            reader.SkipTags();
            return group;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteErrorCode(ErrorCode);
            writer.WriteNullableString(ErrorMessage);
            writer.WriteString(GroupId);
            writer.WriteString(GroupState);
            writer.WriteInt32(GroupEpoch);
            writer.WriteInt32(AssignmentEpoch);
            writer.WriteString(AssignorName);
            writer.WriteArray(Members, version);
            writer.WriteInt32(AuthorizedOperations);
            writer.WriteNoTags();
        }
    }

    /// <summary>One member.</summary>
    public sealed class Member : IMessagePart<Member>
    {
        /// <summary>The member.</summary>
        public string MemberId { get; set; } = "";

        /// <summary>A static member's name, or null.</summary>
        public string? InstanceId { get; set; } = "";

        /// <summary>The member's rack, or null.</summary>
        public string? RackId { get; set; } = "";

        /// <summary>The member's epoch; 0 joins, -1 leaves, -2 leaves for a while.</summary>
        public int MemberEpoch { get; set; }

        /// <summary>The client's name for itself.</summary>
        public string ClientId { get; set; } = "";

        /// <summary>Where the client is.</summary>
        public string ClientHost { get; set; } = "";

        /// <summary>The topics subscribed to.</summary>
        public List<string> SubscribedTopicNames { get; set; } = [];

        /// <summary>The pattern subscribed to, or null.</summary>
        public string? SubscribedTopicRegex { get; set; } = "";

        /// <summary>What the member gets.</summary>
        public MemberAssignment Assignment { get; set; } = new();

        /// <summary>What the member is to get.</summary>
        public MemberAssignment TargetAssignment { get; set; } = new();

        /// <summary>-1 unknown, 0 classic, 1 consumer.</summary>
        public sbyte MemberType { get; set; } = -1;

        /// <summary>Reads one, as part of its message.</summary>
        public static Member Read(ref KafkaReader reader, short version)
        {
            var member = new Member();
            member.MemberId = reader.ReadName();
            member.InstanceId = reader.ReadNullableString();
            member.RackId = reader.ReadNullableString();
            member.MemberEpoch = reader.ReadInt32();
            member.ClientId = reader.ReadString();
            member.ClientHost = reader.ReadString();
            member.SubscribedTopicNames = reader.ReadStringArray();
            member.SubscribedTopicRegex = reader.ReadNullableString();
            member.Assignment = MemberAssignment.Read(ref reader, version);
            member.TargetAssignment = MemberAssignment.Read(ref reader, version);

            if (version >= 1)
            {
                member.MemberType = reader.ReadInt8();
            }

            reader.SkipTags();
            return member;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(MemberId);
            writer.WriteNullableString(InstanceId);
            writer.WriteNullableString(RackId);
            writer.WriteInt32(MemberEpoch);
            writer.WriteString(ClientId);
            writer.WriteString(ClientHost);
            writer.WriteStringArray(SubscribedTopicNames);
            writer.WriteNullableString(SubscribedTopicRegex);
            Assignment.Write(ref writer, version);
            TargetAssignment.Write(ref writer, version);

            if (version >= 1)
            {
                writer.WriteInt8(MemberType);
            }

            writer.WriteNoTags();
        }
    }

    /// <summary>One member's partitions.</summary>
    public sealed class MemberAssignment : IMessagePart<MemberAssignment>
    {
        /// <summary>The partitions by topic.</summary>
        public List<TopicAssignment> TopicPartitions { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static MemberAssignment Read(ref KafkaReader reader, short version)
        {
            var memberAssignment = new MemberAssignment();
            memberAssignment.TopicPartitions = reader.ReadArray<TopicAssignment>(version);
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

    /// <summary>Partitions of one topic.</summary>
    public sealed class TopicAssignment : IMessagePart<TopicAssignment>
    {
        /// <summary>The id.</summary>
        public Guid TopicId { get; set; }

        /// <summary>The name.</summary>
        public string TopicName { get; set; } = "";

        /// <summary>The partitions.</summary>
        public List<int> Partitions { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static TopicAssignment Read(ref KafkaReader reader, short version)
        {
            var topicAssignment = new TopicAssignment();
            topicAssignment.TopicId = reader.ReadUuid();
            topicAssignment.TopicName = reader.ReadString();
            topicAssignment.Partitions = reader.ReadInt32Array();
            reader.SkipTags();
            return topicAssignment;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteUuid(TopicId);
            writer.WriteString(TopicName);
            writer.WriteInt32Array(Partitions);
            writer.WriteNoTags();
        }
    }
}
