namespace EdgeLog.Kafka.Protocol;

/// <summary>Deletes groups with their offsets.</summary>
public sealed class DeleteGroupsRequest
{
    /// <summary>The groups.</summary>
    public List<string> GroupsNames { get; set; } = [];

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static DeleteGroupsRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.DeleteGroups, version);
        var request = new DeleteGroupsRequest();
        request.GroupsNames = reader.ReadStringArray();
        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.DeleteGroups, version);
        writer.WriteStringArray(GroupsNames);
        writer.WriteNoTags();
    }
}
