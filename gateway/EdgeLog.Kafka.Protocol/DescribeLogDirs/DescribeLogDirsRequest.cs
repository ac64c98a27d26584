namespace EdgeLog.Kafka.Protocol;

/// <summary>Asks what takes room on the disk.</summary>
public sealed class DescribeLogDirsRequest
{
    /// <summary>The topics.</summary>
    public List<TopicPartitions>? Topics { get; set; } = [];

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static DescribeLogDirsRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.DescribeLogDirs, version);
        var request = new DescribeLogDirsRequest();
        request.Topics = reader.ReadNullableArray<TopicPartitions>(version);
        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.DescribeLogDirs, version);
        writer.WriteArray(Topics, version);
        writer.WriteNoTags();
    }
}
