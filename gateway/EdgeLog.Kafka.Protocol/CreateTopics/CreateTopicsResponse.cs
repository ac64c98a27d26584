namespace EdgeLog.Kafka.Protocol;

/// <summary>What became of each topic to create.</summary>
public sealed class CreateTopicsResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>The topics.</summary>
    public List<Topic> Topics { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static CreateTopicsResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.CreateTopics, version);
        var response = new CreateTopicsResponse();
        response.ThrottleTimeMs = reader.ReadInt32();
        response.Topics = reader.ReadArray<Topic>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.CreateTopics, version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArray(Topics, version);
        writer.WriteNoTags();
    }

    /// <summary>What became of one topic.</summary>
    public sealed class Topic : IMessagePart<Topic>
    {
        /// <summary>Its name.</summary>
        public string Name { get; set; } = "";

        /// <summary>The topic's id; empty where unknown.</summary>
        public Guid TopicId { get; set; }

        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>What went wrong, in words, or null.</summary>
        public string? ErrorMessage { get; set; }

        /// <summary>Why the settings are not told, or none.</summary>
        public ErrorCode TopicConfigErrorCode { get; set; }

        /// <summary>How many partitions it has.</summary>
        public int NumPartitions { get; set; } = -1;

        /// <summary>How many replicas it has.</summary>
        public short ReplicationFactor { get; set; } = -1;

        /// <summary>Its settings, or null where not told.</summary>
        public List<Config>? Configs { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Topic Read(ref KafkaReader reader, short version)
        {
            var topic = new Topic();
            topic.Name = reader.ReadName();

            if (version >= 7)
            {
                topic.TopicId = reader.ReadUuid();
            }

            topic.ErrorCode = reader.ReadErrorCode();
            topic.ErrorMessage = reader.ReadNullableString();

            if (version >= 5)
            {
                topic.NumPartitions = reader.ReadInt32();
                topic.ReplicationFactor = reader.ReadInt16();
                topic.Configs = reader.ReadNullableArray<Config>(version);
            }

            for (var left = reader.ReadTagCount(); left > 0; left--)
            {
                switch (reader.BeginTag(out var end))
                {
                    case 0:
                        topic.TopicConfigErrorCode = reader.ReadErrorCode();
                        break;
                }

                reader.EndTag(end);
            }

            return topic;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(Name);

            if (version >= 7)
            {
                writer.WriteUuid(TopicId);
            }

            writer.WriteErrorCode(ErrorCode);
            writer.WriteNullableString(ErrorMessage);

            if (version >= 5)
            {
                writer.WriteInt32(NumPartitions);
                writer.WriteInt16(ReplicationFactor);
                writer.WriteArray(Configs, version);
            }

            if (!writer.IsFlexible)
            {
                return;
            }

            writer.WriteTagCount(TopicConfigErrorCode != ErrorCode.None ? 1 : 0);
            if (TopicConfigErrorCode != ErrorCode.None)
            {
                var start = writer.BeginTag(0);
                writer.WriteErrorCode(TopicConfigErrorCode);
                writer.EndTag(start);
            }
        }
    }

    /// <summary>One setting.</summary>
    public sealed class Config : IMessagePart<Config>
    {
        /// <summary>Its name.</summary>
        public string Name { get; set; } = "";

        /// <summary>Its value, or null.</summary>
        public string? Value { get; set; }

        /// <summary>Whether it cannot be changed.</summary>
        public bool ReadOnly { get; set; }

        /// <summary>Where the value comes from.</summary>
        public ConfigSource ConfigSource { get; set; } = ConfigSource.Unset;

        /// <summary>Whether the value is kept secret.</summary>
        public bool IsSensitive { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Config Read(ref KafkaReader reader, short version)
        {
            var config = new Config();
            config.Name = reader.ReadString();
            config.Value = reader.ReadNullableString();
            config.ReadOnly = reader.ReadBoolean();
            config.ConfigSource = (ConfigSource)reader.ReadInt8();
            config.IsSensitive = reader.ReadBoolean();
            reader.SkipTags();
            return config;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(Name);
            writer.WriteNullableString(Value);
            writer.WriteBoolean(ReadOnly);
            writer.WriteInt8((sbyte)ConfigSource);
            writer.WriteBoolean(IsSensitive);
            writer.WriteNoTags();
        }
    }
}
