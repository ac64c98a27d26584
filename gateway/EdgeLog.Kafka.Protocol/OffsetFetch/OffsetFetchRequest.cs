namespace EdgeLog.Kafka.Protocol;

/// <summary>Asks for committed offsets; from version 8 on, of several groups.</summary>
public sealed class OffsetFetchRequest
{
    /// <summary>The group.</summary>
    public string GroupId { get; set; } = "";

    /// <summary>The topics.</summary>
    public List<TopicPartitions>? Topics { get; set; } = [];

    /// <summary>The groups.</summary>
    public List<Group> Groups { get; set; } = [];

    /// <summary>Whether offsets of open transactions make it wait.</summary>
    public bool RequireStable { get; set; }

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static OffsetFetchRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.OffsetFetch, version);
        var request = new OffsetFetchRequest();
        if (version <= 7)
        {
            request.GroupId = reader.ReadName();
            request.Topics = reader.ReadNullableArray<TopicPartitions>(version);
        }

        if (version >= 8)
        {
            request.Groups = reader.ReadArray<Group>(version);
        }

        if (version >= 7)
        {
            request.RequireStable = reader.ReadBoolean();
        }

        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.OffsetFetch, version);
        if (version <= 7)
        {
            writer.WriteString(GroupId);
            writer.WriteArray(Topics, version);
        }

        if (version >= 8)
        {
            writer.WriteArray(Groups, version);
        }

        if (version >= 7)
        {
            writer.WriteBoolean(RequireStable);
        }

        writer.WriteNoTags();
    }

    /// <summary>One group.</summary>
    public sealed class Group : IMessagePart<Group>
    {
        /// <summary>The group.</summary>
        public string GroupId { get; set; } = "";

        /// <summary>The member.</summary>
        public string? MemberId { get; set; }

        /// <summary>The member's epoch; 0 joins, -1 leaves, -2 leaves for a while.</summary>
        public int MemberEpoch { get; set; } = -1;

        /// <summary>The topics.</summary>
        public List<GroupTopic>? Topics { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Group Read(ref KafkaReader reader, short version)
        {
            var group = new Group();
            group.GroupId = reader.ReadName();

            if (version >= 9)
            {
                group.MemberId = reader.ReadNullableName();
                group.MemberEpoch = reader.ReadInt32();
            }

            group.Topics = reader.ReadNullableArray<GroupTopic>(version);
            reader.SkipTags();
            return group;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(GroupId);

            if (version >= 9)
            {
                writer.WriteNullableString(MemberId);
                writer.WriteInt32(MemberEpoch);
            }

            writer.WriteArray(Topics, version);
            writer.WriteNoTags();
        }
    }

    /// <summary>One topic of a group.</summary>
    public sealed class GroupTopic : IMessagePart<GroupTopic>
    {
        /// <summary>The name.</summary>
        public string Name { get; set; } = "";

        /// <summary>The id.</summary>
        public Guid TopicId { get; set; }

        /// <summary>Which partitions.</summary>
        public List<int> PartitionIndexes { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static GroupTopic Read(ref KafkaReader reader, short version)
        {
            var groupTopic = new GroupTopic();
            if (version <= 9)
            {
                groupTopic.Name = reader.ReadName();
            }

            if (version >= 10)
            {
                groupTopic.TopicId = reader.ReadUuid();
            }

            groupTopic.PartitionIndexes = reader.ReadInt32Array();
            reader.SkipTags();
            return groupTopic;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            if (version <= 9)
            {
                writer.WriteString(Name);
            }

            if (version >= 10)
            {
                writer.WriteUuid(TopicId);
            }

            writer.WriteInt32Array(PartitionIndexes);
            writer.WriteNoTags();
        }
    }
}
