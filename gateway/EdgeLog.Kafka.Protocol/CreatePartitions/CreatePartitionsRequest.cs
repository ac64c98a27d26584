namespace EdgeLog.Kafka.Protocol;

/// <summary>Adds partitions to topics.</summary>
public sealed class CreatePartitionsRequest
{
    /// <summary>The topics.</summary>
    public List<Topic> Topics { get; set; } = [];

    /// <summary>How long the broker may take, in milliseconds.</summary>
    public int TimeoutMs { get; set; }

    /// <summary>Whether to check only and change nothing.</summary>
    public bool ValidateOnly { get; set; }

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static CreatePartitionsRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.CreatePartitions, version);
        var request = new CreatePartitionsRequest();
        request.Topics = reader.ReadArray<Topic>(version);
        request.TimeoutMs = reader.ReadInt32();
        request.ValidateOnly = reader.ReadBoolean();
        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.CreatePartitions, version);
        writer.WriteArray(Topics, version);
        writer.WriteInt32(TimeoutMs);
        writer.WriteBoolean(ValidateOnly);
        writer.WriteNoTags();
    }

    /// <summary>A topic to grow.</summary>
    public sealed class Topic : IMessagePart<Topic>
    {
        /// <summary>Its name.</summary>
        public string Name { get; set; } = "";

        /// <summary>How many partitions it shall have.</summary>
        public int Count { get; set; }

        /// <summary>The brokers of each new partition, or null to leave it to the broker.</summary>
        public List<Assignment>? Assignments { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Topic Read(ref KafkaReader reader, short version)
        {
            var topic = new Topic();
            topic.Name = reader.ReadName();
            topic.Count = reader.ReadInt32();
            topic.Assignments = reader.ReadNullableArray<Assignment>(version);
            reader.SkipTags();
            return topic;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(Name);
            writer.WriteInt32(Count);
            writer.WriteArray(Assignments, version);
            writer.WriteNoTags();
        }
    }

    /// <summary>The replicas of one new partition.</summary>
    public sealed class Assignment : IMessagePart<Assignment>
    {
        /// <summary>Its brokers, the preferred leader first.</summary>
        public List<int> BrokerIds { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Assignment Read(ref KafkaReader reader, short version)
        {
            var assignment = new Assignment();
            assignment.BrokerIds = reader.ReadInt32Array();
            reader.SkipTags();
            return assignment;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt32Array(BrokerIds);
            writer.WriteNoTags();
        }
    }
}
