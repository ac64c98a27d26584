namespace EdgeLog.Kafka.Protocol;

/// <summary>What became of a commit.</summary>
public sealed class OffsetCommitResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>The topics.</summary>
    public List<Topic> Topics { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static OffsetCommitResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.OffsetCommit, version);
        var response = new OffsetCommitResponse();
        if (version >= 3)
        {
            response.ThrottleTimeMs = reader.ReadInt32();
        }

        response.Topics = reader.ReadArray<Topic>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.OffsetCommit, version);
        if (version >= 3)
        {
            writer.WriteInt32(ThrottleTimeMs);
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
        public List<PartitionError> Partitions { get; set; } = [];

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

            topic.Partitions = reader.ReadArray<PartitionError>(version);
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
}
