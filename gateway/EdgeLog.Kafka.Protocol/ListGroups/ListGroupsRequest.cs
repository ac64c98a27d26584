namespace EdgeLog.Kafka.Protocol;

/// <summary>Asks which groups there are.</summary>
public sealed class ListGroupsRequest
{
    /// <summary>Only groups in one of these states; empty for all.</summary>
    public List<string> StatesFilter { get; set; } = [];

    /// <summary>Only groups of one of these types; empty for all.</summary>
    public List<string> TypesFilter { get; set; } = [];

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static ListGroupsRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.ListGroups, version);
        var request = new ListGroupsRequest();
        if (version >= 4)
        {
            request.StatesFilter = reader.ReadStringArray();
        }

        if (version >= 5)
        {
            request.TypesFilter = reader.ReadStringArray();
        }

        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.ListGroups, version);
        if (version >= 4)
        {
            writer.WriteStringArray(StatesFilter);
        }

        if (version >= 5)
        {
            writer.WriteStringArray(TypesFilter);
        }

        writer.WriteNoTags();
    }
}
