namespace EdgeLog.Kafka.Protocol;

/// <summary>Creates topics.</summary>
public sealed class CreateTopicsRequest
{
    /// <summary>The topics.</summary>
    public List<Topic> Topics { get; set; } = [];

    /// <summary>How long the broker may take, in milliseconds.</summary>
    public int TimeoutMs { get; set; } = 60000;

    /// <summary>Whether to check only and change nothing.</summary>
    public bool ValidateOnly { get; set; }

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static CreateTopicsRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.CreateTopics, version);
        var request = new CreateTopicsRequest();
        request.Topics = reader.ReadArray<Topic>(version);
        request.TimeoutMs = reader.ReadInt32();
        request.ValidateOnly = reader.ReadBoolean();
        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.CreateTopics, version);
        writer.WriteArray(Topics, version);
        writer.WriteInt32(TimeoutMs);
        writer.WriteBoolean(ValidateOnly);
        writer.WriteNoTags();
    }

    /// <summary>A topic to create.</summary>
    public sealed class Topic : IMessagePart<Topic>
    {
        /// <summary>Its name.</summary>
        public string Name { get; set; } = "";

        /// <summary>How many partitions; -1 for the broker's default (v4+) or where assigned below.</summary>
        public int NumPartitions { get; set; }

        /// <summary>How many replicas; -1 for the broker's default (v4+) or where assigned below.</summary>
        public short ReplicationFactor { get; set; }

        /// <summary>Which brokers get which partition; empty to leave it to the broker.</summary>
        public List<Assignment> Assignments { get; set; } = [];

        /// <summary>Its settings.</summary>
        public List<Config> Configs { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Topic Read(ref KafkaReader reader, short version)
        {
            var topic = new Topic();
            topic.Name = reader.ReadName();
            topic.NumPartitions = reader.ReadInt32();
            topic.ReplicationFactor = reader.ReadInt16();
            topic.Assignments = reader.ReadArray<Assignment>(version);
            topic.Configs = reader.ReadArray<Config>(version);
            reader.SkipTags();
            return topic;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(Name);
            writer.WriteInt32(NumPartitions);
            writer.WriteInt16(ReplicationFactor);
            writer.WriteArray(Assignments, version);
            writer.WriteArray(Configs, version);
            writer.WriteNoTags();
        }
    }

    /// <summary>The replicas of one partition.</summary>
    public sealed class Assignment : IMessagePart<Assignment>
    {
        /// <summary>Which partition.</summary>
        public int PartitionIndex { get; set; }

        /// <summary>Its brokers, the preferred leader first.</summary>
        public List<int> BrokerIds { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Assignment Read(ref KafkaReader reader, short version)
        {
            var assignment = new Assignment();
            assignment.PartitionIndex = reader.ReadInt32();
            assignment.BrokerIds = reader.ReadInt32Array();
            reader.SkipTags();
            return assignment;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt32Array(BrokerIds);
            writer.WriteNoTags();
        }
    }

    /// <summary>One setting.</summary>
    public sealed class Config : IMessagePart<Config>
    {
        /// <summary>Its name.</summary>
        public string Name { get; set; } = "";

        /// <summary>Its value, or null.</summary>
        public string? Value { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Config Read(ref KafkaReader reader, short version)
        {
            var config = new Config();
            config.Name = reader.ReadString();
            config.Value = reader.ReadNullableString();
            reader.SkipTags();
            return config;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(Name);
            writer.WriteNullableString(Value);
            writer.WriteNoTags();
        }
    }
}
