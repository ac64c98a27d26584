namespace EdgeLog.Kafka.Protocol;

/// <summary>Replaces all settings of things.</summary>
public sealed class AlterConfigsRequest
{
    /// <summary>What to alter.</summary>
    public List<Resource> Resources { get; set; } = [];

    /// <summary>Whether only to judge the change.</summary>
    public bool ValidateOnly { get; set; }

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static AlterConfigsRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.AlterConfigs, version);
        var request = new AlterConfigsRequest();
        request.Resources = reader.ReadArray<Resource>(version);
        request.ValidateOnly = reader.ReadBoolean();
        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.AlterConfigs, version);
        writer.WriteArray(Resources, version);
        writer.WriteBoolean(ValidateOnly);
        writer.WriteNoTags();
    }

    /// <summary>One thing.</summary>
    public sealed class Resource : IMessagePart<Resource>
    {
        /// <summary>What kind of thing.</summary>
        public ConfigResourceType ResourceType { get; set; }

        /// <summary>Which one.</summary>
        public string ResourceName { get; set; } = "";

        /// <summary>The settings.</summary>
        public List<Config> Configs { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Resource Read(ref KafkaReader reader, short version)
        {
            var resource = new Resource();
            resource.ResourceType = (ConfigResourceType)reader.ReadInt8();
            resource.ResourceName = reader.ReadString();
            resource.Configs = reader.ReadArray<Config>(version);
            reader.SkipTags();
            return resource;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt8((sbyte)ResourceType);
            writer.WriteString(ResourceName);
            writer.WriteArray(Configs, version);
            writer.WriteNoTags();
        }
    }

    /// <summary>One setting.</summary>
    public sealed class Config : IMessagePart<Config>
    {
        /// <summary>The name.</summary>
        public string Name { get; set; } = "";

        /// <summary>The value, or null for the default.</summary>
        public string? Value { get; set; } = "";

        /// <summary>Reads one, as part of its message.</summary>
        public static Config Read(ref KafkaReader reader, short version)
        {
            var config = new Config();
            config.Name = reader.ReadName();
            config.Value = reader.ReadNullableString();
            reader.SkipTags();
            return config;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(Name);
            writer.WriteNullableString(Value);
            writer.WriteNoTags();
        }
    }
}
