namespace EdgeLog.Kafka.Protocol;

/// <summary>Commits offsets of a group.</summary>
public sealed class OffsetCommitRequest
{
    /// <summary>The group.</summary>
    public string GroupId { get; set; } = "";

    /// <summary>The generation, or a member's epoch (KIP-848); -1 from outside the group.</summary>
    public int GenerationIdOrMemberEpoch { get; set; } = -1;

    /// <summary>The member.</summary>
    public string MemberId { get; set; } = "";

    /// <summary>A static member's name, or null (KIP-345).</summary>
    public string? GroupInstanceId { get; set; }

    /// <summary>How long the offsets shall be kept, in milliseconds; -1 for the broker to say.</summary>
    public long RetentionTimeMs { get; set; } = -1;

    /// <summary>The topics.</summary>
    public List<Topic> Topics { get; set; } = [];

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static OffsetCommitRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.OffsetCommit, version);
        var request = new OffsetCommitRequest();
        request.GroupId = reader.ReadName();
        request.GenerationIdOrMemberEpoch = reader.ReadInt32();
        request.MemberId = reader.ReadName();

        if (version >= 7)
        {
            request.GroupInstanceId = reader.ReadNullableString();
        }

        if (version <= 4)
        {
            request.RetentionTimeMs = reader.ReadInt64();
        }

        request.Topics = reader.ReadArray<Topic>(version);
        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.OffsetCommit, version);
        writer.WriteString(GroupId);
        writer.WriteInt32(GenerationIdOrMemberEpoch);
        writer.WriteString(MemberId);

        if (version >= 7)
        {
            writer.WriteNullableString(GroupInstanceId);
        }

        if (version <= 4)
        {
            writer.WriteInt64(RetentionTimeMs);
        }

        writer.WriteArray(Topics, version);
        writer.WriteNoTags();
    }

    /// <summary>One topic.</summary>
    public sealed class Topic : IMessagePart<Topic>
    {
        /// <summary>The name.</summary>
        public string Name { get; set; } = "";

        /// <summary>The id.</summary>
        public Guid TopicId { get; set; }

        /// <summary>The partitions.</summary>
        public List<Partition> Partitions { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Topic Read(ref KafkaReader reader, short version)
        {
            var topic = new Topic();
            if (version <= 9)
            {
                topic.Name = reader.ReadName();
            }

            if (version >= 10)
            {
                topic.TopicId = reader.ReadUuid();
            }

            topic.Partitions = reader.ReadArray<Partition>(version);
            reader.SkipTags();
            return topic;
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

    /// <summary>One partition.</summary>
    public sealed class Partition : IMessagePart<Partition>
    {
        /// <summary>Which partition.</summary>
        public int PartitionIndex { get; set; }

        /// <summary>The offset; -1 where there is none.</summary>
        public long CommittedOffset { get; set; }

        /// <summary>The epoch of the record before it; -1 where unknown.</summary>
        public int CommittedLeaderEpoch { get; set; } = -1;

        /// <summary>The client's note, or null.</summary>
        public string? CommittedMetadata { get; set; } = "";

        /// <summary>Reads one, as part of its message.</summary>
        public static Partition Read(ref KafkaReader reader, short version)
        {
            var partition = new Partition();
            partition.PartitionIndex = reader.ReadInt32();
            partition.CommittedOffset = reader.ReadInt64();

            if (version >= 6)
            {
                partition.CommittedLeaderEpoch = reader.ReadInt32();
            }

            partition.CommittedMetadata = reader.ReadNullableString();
            reader.SkipTags();
            return partition;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt64(CommittedOffset);

            if (version >= 6)
            {
                writer.WriteInt32(CommittedLeaderEpoch);
            }

            writer.WriteNullableString(CommittedMetadata);
            writer.WriteNoTags();
        }
    }
}
