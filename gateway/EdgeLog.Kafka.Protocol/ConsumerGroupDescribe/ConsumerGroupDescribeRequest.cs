namespace EdgeLog.Kafka.Protocol;

/// <summary>Asks for details of groups of the new protocol.</summary>
public sealed class ConsumerGroupDescribeRequest
{
    /// <summary>The groups.</summary>
    public List<string> GroupIds { get; set; } = [];

    /// <summary>Whether to tell what the client may do.</summary>
    public bool IncludeAuthorizedOperations { get; set; }

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static ConsumerGroupDescribeRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.ConsumerGroupDescribe, version);
        var request = new ConsumerGroupDescribeRequest();
        request.GroupIds = reader.ReadStringArray();
        request.IncludeAuthorizedOperations = reader.ReadBoolean();
        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.ConsumerGroupDescribe, version);
        writer.WriteStringArray(GroupIds);
        writer.WriteBoolean(IncludeAuthorizedOperations);
        writer.WriteNoTags();
    }
}
