namespace EdgeLog.Kafka.Protocol;

/// <summary>Asks what has settings.</summary>
public sealed class ListConfigResourcesRequest
{
    /// <summary>Which kinds of things.</summary>
    public List<sbyte> ResourceTypes { get; set; } = [];

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static ListConfigResourcesRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.ListConfigResources, version);
        var request = new ListConfigResourcesRequest();
        if (version >= 1)
        {
            request.ResourceTypes = reader.ReadInt8Array();
        }

        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.ListConfigResources, version);
        if (version >= 1)
        {
            writer.WriteInt8Array(ResourceTypes);
        }

        writer.WriteNoTags();
    }
}
