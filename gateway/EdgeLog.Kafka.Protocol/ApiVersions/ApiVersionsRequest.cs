namespace EdgeLog.Kafka.Protocol;

/// <summary>Asks which APIs a broker serves (KIP-35).</summary>
public sealed class ApiVersionsRequest
{
    /// <summary>The client's name.</summary>
    public string ClientSoftwareName { get; set; } = "";

    /// <summary>The client's version.</summary>
    public string ClientSoftwareVersion { get; set; } = "";

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static ApiVersionsRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.ApiVersions, version);
        var request = new ApiVersionsRequest();
        if (version >= 3)
        {
            request.ClientSoftwareName = reader.ReadString();
            request.ClientSoftwareVersion = reader.ReadString();
        }

        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.ApiVersions, version);
        if (version >= 3)
        {
            writer.WriteString(ClientSoftwareName);
            writer.WriteString(ClientSoftwareVersion);
        }

        writer.WriteNoTags();
    }
}
