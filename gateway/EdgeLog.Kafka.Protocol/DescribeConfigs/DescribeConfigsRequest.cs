namespace EdgeLog.Kafka.Protocol;

/// <summary>Asks for settings of topics, brokers and so on.</summary>
public sealed class DescribeConfigsRequest
{
    /// <summary>Whose settings.</summary>
    public List<Resource> Resources { get; set; } = [];

    /// <summary>Whether to tell where else each setting could come from.</summary>
    public bool IncludeSynonyms { get; set; }

    /// <summary>Whether to explain each setting.</summary>
    public bool IncludeDocumentation { get; set; }

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static DescribeConfigsRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.DescribeConfigs, version);
        var request = new DescribeConfigsRequest();
        request.Resources = reader.ReadArray<Resource>(version);
        request.IncludeSynonyms = reader.ReadBoolean();

        if (version >= 3)
        {
            request.IncludeDocumentation = reader.ReadBoolean();
        }

        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.DescribeConfigs, version);
        writer.WriteArray(Resources, version);
        writer.WriteBoolean(IncludeSynonyms);

        if (version >= 3)
        {
            writer.WriteBoolean(IncludeDocumentation);
        }

        writer.WriteNoTags();
    }

    /// <summary>One thing that has settings.</summary>
    public sealed class Resource : IMessagePart<Resource>
    {
        /// <summary>What kind of thing the resource is.</summary>
        public ConfigResourceType ResourceType { get; set; }

        /// <summary>Which one.</summary>
        public string ResourceName { get; set; } = "";

        /// <summary>Which settings; null or empty for all.</summary>
        public List<string>? ConfigurationKeys { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Resource Read(ref KafkaReader reader, short version)
        {
            var resource = new Resource();
            resource.ResourceType = (ConfigResourceType)reader.ReadInt8();
            resource.ResourceName = reader.ReadName();
            resource.ConfigurationKeys = reader.ReadNullableStringArray();
            reader.SkipTags();
            return resource;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt8((sbyte)ResourceType);
            writer.WriteString(ResourceName);
            writer.WriteStringArray(ConfigurationKeys);
            writer.WriteNoTags();
        }
    }
}
