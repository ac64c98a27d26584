namespace EdgeLog.Kafka.Protocol;

/// <summary>Committed offsets.</summary>
public sealed class OffsetFetchResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>The topics.</summary>
    public List<Topic> Topics { get; set; } = [];

    /// <summary>What went wrong, or none.</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The groups.</summary>
    public List<Group> Groups { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static OffsetFetchResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.OffsetFetch, version);
        var response = new OffsetFetchResponse();
        if (version >= 3)
        {
            response.ThrottleTimeMs = reader.ReadInt32();
        }

        if (version <= 7)
        {
            response.Topics = reader.ReadArray<Topic>(version);
        }

        if (version is >= 2 and <= 7)
        {
            response.ErrorCode = reader.ReadErrorCode();
        }

        if (version >= 8)
        {
            response.Groups = reader.ReadArray<Group>(version);
        }

        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.OffsetFetch, version);
        if (version >= 3)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }

        if (version <= 7)
        {
            writer.WriteArray(Topics, version);
        }

        if (version is >= 2 and <= 7)
        {
            writer.WriteErrorCode(ErrorCode);
        }

        if (version >= 8)
        {
            writer.WriteArray(Groups, version);
        }

        writer.WriteNoTags();
    }

    /// <summary>One group.</summary>
    public sealed class Group : IMessagePart<Group>
    {
        /// <summary>The group.</summary>
        public string GroupId { get; set; } = "";

        /// <summary>The topics.</summary>
        public List<GroupTopic> Topics { get; set; } = [];

        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Group Read(ref KafkaReader reader, short version)
        {
            var group = new Group();
            group.GroupId = reader.ReadName();
            group.Topics = reader.ReadArray<GroupTopic>(version);
            group.ErrorCode = reader.ReadErrorCode();
            reader.SkipTags();
            return group;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(GroupId);
            writer.WriteArray(Topics, version);
            writer.WriteErrorCode(ErrorCode);
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

        /// <summary>The partitions.</summary>
        public List<Partition> Partitions { get; set; } = [];

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

            groupTopic.Partitions = reader.ReadArray<Partition>(version);
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

            writer.WriteArray(Partitions, version);
            writer.WriteNoTags();
        }
    }

    /// <summary>One topic.</summary>
    public sealed class Topic : IMessagePart<Topic>
    {
        /// <summary>The name.</summary>
        public string Name { get; set; } = "";

        /// <summary>The partitions.</summary>
        public List<Partition> Partitions { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Topic Read(ref KafkaReader reader, short version)
        {
            var topic = new Topic();
            topic.Name = reader.ReadName();
            topic.Partitions = reader.ReadArray<Partition>(version);
            reader.SkipTags();
            return topic;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(Name);
            writer.WriteArray(Partitions, version);
            writer.WriteNoTags();
        }
    }

    /// <summary>One partition.</summary>
    public sealed class Partition : IMessagePart<Partition>
    {
        /// <summary>Which partition.</summary>
        public int PartitionIndex { get; set; }

        /// <summary>The offset; -1 where there is none.</summary>
        public long CommittedOffset { get; set; }

        /// <summary>The epoch of the record before it; -1 where unknown.</summary>
        public int CommittedLeaderEpoch { get; set; } = -1;

        /// <summary>What the client put there.</summary>
        public string? Metadata { get; set; } = "";

        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Partition Read(ref KafkaReader reader, short version)
        {
            var partition = new Partition();
            partition.PartitionIndex = reader.ReadInt32();
            partition.CommittedOffset = reader.ReadInt64();

            if (version >= 5)
            {
                partition.CommittedLeaderEpoch = reader.ReadInt32();
            }

            partition.Metadata = reader.ReadNullableString();
            partition.ErrorCode = reader.ReadErrorCode();
            reader.SkipTags();
            return partition;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt64(CommittedOffset);

            if (version >= 5)
            {
                writer.WriteInt32(CommittedLeaderEpoch);
            }

            writer.WriteNullableString(Metadata);
            writer.WriteErrorCode(ErrorCode);
            writer.WriteNoTags();
        }
    }
}
