namespace EdgeLog.Kafka.Protocol;

/// <summary>Deletes topics: by name up to version 5, by name or id from version 6 on.</summary>
public sealed class DeleteTopicsRequest
{
    /// <summary>The topics, from version 6 on.</summary>
    public List<Topic> Topics { get; set; } = [];

    /// <summary>The topics, up to version 5.</summary>
    public List<string> TopicNames { get; set; } = [];

    /// <summary>How long the broker may take, in milliseconds.</summary>
    public int TimeoutMs { get; set; }

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static DeleteTopicsRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.DeleteTopics, version);
        var request = new DeleteTopicsRequest();
        if (version >= 6)
        {
            request.Topics = reader.ReadArray<Topic>(version);
        }

        if (version <= 5)
        {
            request.TopicNames = reader.ReadStringArray();
        }

        request.TimeoutMs = reader.ReadInt32();
        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.DeleteTopics, version);
        if (version >= 6)
        {
            writer.WriteArray(Topics, version);
        }

        if (version <= 5)
        {
            writer.WriteStringArray(TopicNames);
        }

        writer.WriteInt32(TimeoutMs);
        writer.WriteNoTags();
    }

    /// <summary>A topic to delete, by its name or its id.</summary>
    public sealed class Topic : IMessagePart<Topic>
    {
        /// <summary>Its name, or null.</summary>
        public string? Name { get; set; }

        /// <summary>Its id, or empty.</summary>
        public Guid TopicId { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Topic Read(ref KafkaReader reader, short version)
        {
            var topic = new Topic();
            topic.Name = reader.ReadNullableName();
            topic.TopicId = reader.ReadUuid();
            reader.SkipTags();
            return topic;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteNullableString(Name);
            writer.WriteUuid(TopicId);
            writer.WriteNoTags();
        }
    }
}
