namespace EdgeLog.Kafka.Protocol;

/// <summary>What became of each topic to delete.</summary>
public sealed class DeleteTopicsResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>The topics.</summary>
    public List<Topic> Topics { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static DeleteTopicsResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.DeleteTopics, version);
        var response = new DeleteTopicsResponse();
        response.ThrottleTimeMs = reader.ReadInt32();
        response.Topics = reader.ReadArray<Topic>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.DeleteTopics, version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArray(Topics, version);
        writer.WriteNoTags();
    }

    /// <summary>What became of one topic.</summary>
    public sealed class Topic : IMessagePart<Topic>
    {
        /// <summary>Its name; null where deleted by an id that is unknown.</summary>
        public string? Name { get; set; }

        /// <summary>The topic's id; empty where unknown.</summary>
        public Guid TopicId { get; set; }

        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>What went wrong, in words, or null.</summary>
        public string? ErrorMessage { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Topic Read(ref KafkaReader reader, short version)
        {
            var topic = new Topic();
            topic.Name = version >= 6 ? reader.ReadNullableName() : reader.ReadName();

            if (version >= 6)
            {
                topic.TopicId = reader.ReadUuid();
            }

            topic.ErrorCode = reader.ReadErrorCode();

            if (version >= 5)
            {
                topic.ErrorMessage = reader.ReadNullableString();
            }

            reader.SkipTags();
            return topic;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteNullableString(version >= 6 ? Name : Name ?? "");

            if (version >= 6)
            {
                writer.WriteUuid(TopicId);
            }

            writer.WriteErrorCode(ErrorCode);

            if (version >= 5)
            {
                writer.WriteNullableString(ErrorMessage);
            }

            writer.WriteNoTags();
        }
    }
}
