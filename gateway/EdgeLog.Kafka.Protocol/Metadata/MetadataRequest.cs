namespace EdgeLog.Kafka.Protocol;

/// <summary>Asks for brokers, topics, partitions and their leaders.</summary>
public sealed class MetadataRequest
{
    /// <summary>
    /// The topics asked for; null for all. In version 0, which has no null, an empty list means all.
    /// </summary>
    public List<Topic>? Topics { get; set; } = [];

    /// <summary>Whether the broker may create what is missing, if it is set up to.</summary>
    public bool AllowAutoTopicCreation { get; set; } = true;

    /// <summary>Whether to say what the client may do with the cluster.</summary>
    public bool IncludeClusterAuthorizedOperations { get; set; }

    /// <summary>Whether to say what the client may do with each topic.</summary>
    public bool IncludeTopicAuthorizedOperations { get; set; }

    /// <summary>Whether all topics are asked for: by null, or in version 0 by an empty list.</summary>
    public bool AsksForAllTopics(short version) => Topics is null || (version == 0 && Topics.Count == 0);

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static MetadataRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.Metadata, version);
        var request = new MetadataRequest();
        request.Topics = version >= 1
            ? reader.ReadNullableArray<Topic>(version)
            : reader.ReadArray<Topic>(version);

        if (version >= 4)
        {
            request.AllowAutoTopicCreation = reader.ReadBoolean();
        }

        if (version is >= 8 and <= 10)
        {
            request.IncludeClusterAuthorizedOperations = reader.ReadBoolean();
        }

        if (version >= 8)
        {
            request.IncludeTopicAuthorizedOperations = reader.ReadBoolean();
        }

        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.Metadata, version);
        writer.WriteArray(version >= 1 ? Topics : Topics ?? [], version);

        if (version >= 4)
        {
            writer.WriteBoolean(AllowAutoTopicCreation);
        }

        if (version is >= 8 and <= 10)
        {
            writer.WriteBoolean(IncludeClusterAuthorizedOperations);
        }

        if (version >= 8)
        {
            writer.WriteBoolean(IncludeTopicAuthorizedOperations);
        }

        writer.WriteNoTags();
    }

    /// <summary>A topic asked for.</summary>
    public sealed class Topic : IMessagePart<Topic>
    {
        /// <summary>Its id, to be used from version 12 on where the name is null.</summary>
        public Guid TopicId { get; set; }

        /// <summary>Its name.</summary>
        public string? Name { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Topic Read(ref KafkaReader reader, short version)
        {
            var topic = new Topic();
            if (version >= 10)
            {
                topic.TopicId = reader.ReadUuid();
            }

            topic.Name = version >= 10 ? reader.ReadNullableName() : reader.ReadName();
            reader.SkipTags();
            return topic;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            if (version >= 10)
            {
                writer.WriteUuid(TopicId);
            }

            writer.WriteNullableString(version >= 10 ? Name : Name ?? "");
            writer.WriteNoTags();
        }
    }
}
