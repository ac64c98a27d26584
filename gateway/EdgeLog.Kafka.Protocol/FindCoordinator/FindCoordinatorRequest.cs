namespace EdgeLog.Kafka.Protocol;

/// <summary>Asks who coordinates a group or transactional id; from version 4 on, several.</summary>
public sealed class FindCoordinatorRequest
{
    /// <summary>The group or transactional id, up to version 3.</summary>
    public string Key { get; set; } = "";

    /// <summary>What the keys are.</summary>
    public CoordinatorType KeyType { get; set; }

    /// <summary>The groups or transactional ids, from version 4 on.</summary>
    public List<string> CoordinatorKeys { get; set; } = [];

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static FindCoordinatorRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.FindCoordinator, version);
        var request = new FindCoordinatorRequest();
        if (version <= 3)
        {
            request.Key = reader.ReadString();
        }

        if (version >= 1)
        {
            request.KeyType = (CoordinatorType)reader.ReadInt8();
        }

        if (version >= 4)
        {
            request.CoordinatorKeys = reader.ReadStringArray();
        }

        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.FindCoordinator, version);
        if (version <= 3)
        {
            writer.WriteString(Key);
        }

        if (version >= 1)
        {
            writer.WriteInt8((sbyte)KeyType);
        }

        if (version >= 4)
        {
            writer.WriteStringArray(CoordinatorKeys);
        }

        writer.WriteNoTags();
    }
}
