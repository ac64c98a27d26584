namespace EdgeLog.Kafka.Protocol;

/// <summary>What has settings.</summary>
public sealed class ListConfigResourcesResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong, or none.</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>What has settings.</summary>
    public List<ConfigResource> ConfigResources { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static ListConfigResourcesResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.ListConfigResources, version);
        var response = new ListConfigResourcesResponse();
        response.ThrottleTimeMs = reader.ReadInt32();
        response.ErrorCode = reader.ReadErrorCode();
        response.ConfigResources = reader.ReadArray<ConfigResource>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.ListConfigResources, version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteErrorCode(ErrorCode);
        writer.WriteArray(ConfigResources, version);
        writer.WriteNoTags();
    }

    /// <summary>One thing with settings.</summary>
    public sealed class ConfigResource : IMessagePart<ConfigResource>
    {
        /// <summary>Which one.</summary>
        public string ResourceName { get; set; } = "";

        /// <summary>What kind of thing.</summary>
        public ConfigResourceType ResourceType { get; set; } = ConfigResourceType.ClientMetrics;

        /// <summary>Reads one, as part of its message.</summary>
        public static ConfigResource Read(ref KafkaReader reader, short version)
        {
            var configResource = new ConfigResource();
            configResource.ResourceName = reader.ReadString();

            if (version >= 1)
            {
                configResource.ResourceType = (ConfigResourceType)reader.ReadInt8();
            }

            reader.SkipTags();
            return configResource;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(ResourceName);

            if (version >= 1)
            {
                writer.WriteInt8((sbyte)ResourceType);
            }

            writer.WriteNoTags();
        }
    }
}
