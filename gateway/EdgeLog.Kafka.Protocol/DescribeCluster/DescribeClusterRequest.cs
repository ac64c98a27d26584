namespace EdgeLog.Kafka.Protocol;

/// <summary>Asks for the cluster's id and nodes.</summary>
public sealed class DescribeClusterRequest
{
    /// <summary>Whether to say what the client may do with the cluster.</summary>
    public bool IncludeClusterAuthorizedOperations { get; set; }

    /// <summary>Which nodes.</summary>
    public EndpointType EndpointType { get; set; } = EndpointType.Brokers;

    /// <summary>Whether brokers that are fenced are listed too.</summary>
    public bool IncludeFencedBrokers { get; set; }

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static DescribeClusterRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.DescribeCluster, version);
        var request = new DescribeClusterRequest();
        request.IncludeClusterAuthorizedOperations = reader.ReadBoolean();

        if (version >= 1)
        {
            request.EndpointType = (EndpointType)reader.ReadInt8();
        }

        if (version >= 2)
        {
            request.IncludeFencedBrokers = reader.ReadBoolean();
        }

        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.DescribeCluster, version);
        writer.WriteBoolean(IncludeClusterAuthorizedOperations);

        if (version >= 1)
        {
            writer.WriteInt8((sbyte)EndpointType);
        }

        if (version >= 2)
        {
            writer.WriteBoolean(IncludeFencedBrokers);
        }

        writer.WriteNoTags();
    }
}
