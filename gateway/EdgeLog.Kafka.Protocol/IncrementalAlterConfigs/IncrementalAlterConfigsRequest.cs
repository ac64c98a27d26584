namespace EdgeLog.Kafka.Protocol;

/// <summary>Changes single settings (KIP-339).</summary>
public sealed class IncrementalAlterConfigsRequest
{
    /// <summary>Whose settings.</summary>
    public List<Resource> Resources { get; set; } = [];

    /// <summary>Whether to check only and change nothing.</summary>
    public bool ValidateOnly { get; set; }

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static IncrementalAlterConfigsRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.IncrementalAlterConfigs, version);
        var request = new IncrementalAlterConfigsRequest();
        request.Resources = reader.ReadArray<Resource>(version);
        request.ValidateOnly = reader.ReadBoolean();
        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.IncrementalAlterConfigs, version);
        writer.WriteArray(Resources, version);
        writer.WriteBoolean(ValidateOnly);
        writer.WriteNoTags();
    }

    /// <summary>One thing that has settings.</summary>
    public sealed class Resource : IMessagePart<Resource>
    {
        /// <summary>What kind of thing the resource is.</summary>
        public ConfigResourceType ResourceType { get; set; }

        /// <summary>Which one.</summary>
        public string ResourceName { get; set; } = "";

        /// <summary>What to change.</summary>
        public List<Config> Configs { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Resource Read(ref KafkaReader reader, short version)
        {
            var resource = new Resource();
            resource.ResourceType = (ConfigResourceType)reader.ReadInt8();
            resource.ResourceName = reader.ReadName();
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

    /// <summary>One change.</summary>
    public sealed class Config : IMessagePart<Config>
    {
        /// <summary>Which setting.</summary>
        public string Name { get; set; } = "";

        /// <summary>What to do with it.</summary>
        public AlterConfigOperation ConfigOperation { get; set; }

        /// <summary>Its value, or null.</summary>
        public string? Value { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Config Read(ref KafkaReader reader, short version)
        {
            var config = new Config();
            config.Name = reader.ReadString();
            config.ConfigOperation = (AlterConfigOperation)reader.ReadInt8();
            config.Value = reader.ReadNullableString();
            reader.SkipTags();
            return config;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(Name);
            writer.WriteInt8((sbyte)ConfigOperation);
            writer.WriteNullableString(Value);
            writer.WriteNoTags();
        }
    }
}
