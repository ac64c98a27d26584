namespace EdgeLog.Kafka.Protocol;

/// <summary>Asks for details of groups.</summary>
public sealed class DescribeGroupsRequest
{
    /// <summary>The groups.</summary>
    public List<string> Groups { get; set; } = [];

    /// <summary>Whether to tell what the client may do.</summary>
    public bool IncludeAuthorizedOperations { get; set; }

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static DescribeGroupsRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.DescribeGroups, version);
        var request = new DescribeGroupsRequest();
        request.Groups = reader.ReadStringArray();

        if (version >= 3)
        {
            request.IncludeAuthorizedOperations = reader.ReadBoolean();
        }

        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.DescribeGroups, version);
        writer.WriteStringArray(Groups);

        if (version >= 3)
        {
            writer.WriteBoolean(IncludeAuthorizedOperations);
        }

        writer.WriteNoTags();
    }
}
