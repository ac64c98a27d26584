namespace EdgeLog.Kafka.Protocol;

/// <summary>Asks which partitions are being moved (KIP-455).</summary>
public sealed class ListPartitionReassignmentsRequest
{
    /// <summary>How long the broker may take, in milliseconds.</summary>
    public int TimeoutMs { get; set; } = 60000;

    /// <summary>The topics asked about; null for all.</summary>
    public List<Topic>? Topics { get; set; } = [];

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static ListPartitionReassignmentsRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.ListPartitionReassignments, version);
        var request = new ListPartitionReassignmentsRequest();
        request.TimeoutMs = reader.ReadInt32();
        request.Topics = reader.ReadNullableArray<Topic>(version);
        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.ListPartitionReassignments, version);
        writer.WriteInt32(TimeoutMs);
        writer.WriteArray(Topics, version);
        writer.WriteNoTags();
    }

    /// <summary>One topic.</summary>
    public sealed class Topic : IMessagePart<Topic>
    {
        /// <summary>Its name.</summary>
        public string Name { get; set; } = "";

        /// <summary>Its partitions asked about.</summary>
        public List<int> PartitionIndexes { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Topic Read(ref KafkaReader reader, short version)
        {
            var topic = new Topic();
            topic.Name = reader.ReadName();
            topic.PartitionIndexes = reader.ReadInt32Array();
            reader.SkipTags();
            return topic;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(Name);
            writer.WriteInt32Array(PartitionIndexes);
            writer.WriteNoTags();
        }
    }
}
