namespace EdgeLog.Kafka.Protocol;

/// <summary>Asks for topics and their partitions page by page (KIP-966).</summary>
public sealed class DescribeTopicPartitionsRequest
{
    /// <summary>The topics asked for; empty for all.</summary>
    public List<Topic> Topics { get; set; } = [];

    /// <summary>How many partitions to answer with at most.</summary>
    public int ResponsePartitionLimit { get; set; } = 2000;

    /// <summary>Where to go on, or null to start.</summary>
    public DescribeTopicPartitionsCursor? Cursor { get; set; }

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static DescribeTopicPartitionsRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.DescribeTopicPartitions, version);
        var request = new DescribeTopicPartitionsRequest();
        request.Topics = reader.ReadArray<Topic>(version);
        request.ResponsePartitionLimit = reader.ReadInt32();
        request.Cursor = DescribeTopicPartitionsCursor.Read(ref reader);
        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.DescribeTopicPartitions, version);
        writer.WriteArray(Topics, version);
        writer.WriteInt32(ResponsePartitionLimit);
        DescribeTopicPartitionsCursor.Write(ref writer, Cursor);
        writer.WriteNoTags();
    }

    /// <summary>A topic asked for.</summary>
    public sealed class Topic : IMessagePart<Topic>
    {
        /// <summary>Its name.</summary>
        public string Name { get; set; } = "";

        /// <summary>Reads one, as part of its message.</summary>
        public static Topic Read(ref KafkaReader reader, short version)
        {
            var topic = new Topic();
            topic.Name = reader.ReadName();
            reader.SkipTags();
            return topic;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(Name);
            writer.WriteNoTags();
        }
    }
}
