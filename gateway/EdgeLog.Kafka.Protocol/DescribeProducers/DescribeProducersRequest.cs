namespace EdgeLog.Kafka.Protocol;

/// <summary>Asks who writes to partitions.</summary>
public sealed class DescribeProducersRequest
{
    /// <summary>The topics.</summary>
    public List<TopicPartitions> Topics { get; set; } = [];

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static DescribeProducersRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.DescribeProducers, version);
        var request = new DescribeProducersRequest();
        request.Topics = reader.ReadArray<TopicPartitions>(version);
        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.DescribeProducers, version);
        writer.WriteArray(Topics, version);
        writer.WriteNoTags();
    }
}
