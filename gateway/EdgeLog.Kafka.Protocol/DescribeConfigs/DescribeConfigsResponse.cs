namespace EdgeLog.Kafka.Protocol;

/// <summary>Settings of topics, brokers and so on.</summary>
public sealed class DescribeConfigsResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>One for each thing asked about.</summary>
    public List<Result> Results { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static DescribeConfigsResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.DescribeConfigs, version);
        var response = new DescribeConfigsResponse();
        response.ThrottleTimeMs = reader.ReadInt32();
        response.Results = reader.ReadArray<Result>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.DescribeConfigs, version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArray(Results, version);
        writer.WriteNoTags();
    }

    /// <summary>The settings of one thing.</summary>
    public sealed class Result : IMessagePart<Result>
    {
        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>What went wrong, in words, or null.</summary>
        public string? ErrorMessage { get; set; }

        /// <summary>What kind of thing the resource is.</summary>
        public ConfigResourceType ResourceType { get; set; }

        /// <summary>Which one.</summary>
        public string ResourceName { get; set; } = "";

        /// <summary>Its settings.</summary>
        public List<Config> Configs { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Result Read(ref KafkaReader reader, short version)
        {
            var result = new Result();
            result.ErrorCode = reader.ReadErrorCode();
            result.ErrorMessage = reader.ReadNullableString();
            result.ResourceType = (ConfigResourceType)reader.ReadInt8();
            result.ResourceName = reader.ReadName();
            result.Configs = reader.ReadArray<Config>(version);
            reader.SkipTags();
            return result;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteErrorCode(ErrorCode);
            writer.WriteNullableString(ErrorMessage);
            writer.WriteInt8((sbyte)ResourceType);
            writer.WriteString(ResourceName);
            writer.WriteArray(Configs, version);
            writer.WriteNoTags();
        }
    }

    /// <summary>One setting.</summary>
    public sealed class Config : IMessagePart<Config>
    {
        /// <summary>Its name.</summary>
        public string Name { get; set; } = "";

        /// <summary>Its value; null where secret or unset.</summary>
        public string? Value { get; set; }

        /// <summary>Whether it cannot be changed.</summary>
        public bool ReadOnly { get; set; }

        /// <summary>Where the value comes from.</summary>
        public ConfigSource ConfigSource { get; set; } = ConfigSource.Unset;

        /// <summary>Whether the value is kept secret.</summary>
        public bool IsSensitive { get; set; }

        /// <summary>Where else it could come from, in order of precedence.</summary>
        public List<Synonym> Synonyms { get; set; } = [];

        /// <summary>What values it takes.</summary>
        public ConfigType ConfigType { get; set; }

        /// <summary>What it does, or null.</summary>
        public string? Documentation { get; set; } = "";

        /// <summary>Reads one, as part of its message.</summary>
        public static Config Read(ref KafkaReader reader, short version)
        {
            var config = new Config();
            config.Name = reader.ReadString();
            config.Value = reader.ReadNullableString();
            config.ReadOnly = reader.ReadBoolean();
            config.ConfigSource = (ConfigSource)reader.ReadInt8();
            config.IsSensitive = reader.ReadBoolean();
            config.Synonyms = reader.ReadArray<Synonym>(version);

            if (version >= 3)
            {
                config.ConfigType = (ConfigType)reader.ReadInt8();
                config.Documentation = reader.ReadNullableString();
            }

            reader.SkipTags();
            return config;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(Name);
            writer.WriteNullableString(Value);
            writer.WriteBoolean(ReadOnly);
            writer.WriteInt8((sbyte)ConfigSource);
            writer.WriteBoolean(IsSensitive);
            writer.WriteArray(Synonyms, version);

            if (version >= 3)
            {
                writer.WriteInt8((sbyte)ConfigType);
                writer.WriteNullableString(Documentation);
            }

            writer.WriteNoTags();
        }
    }

    /// <summary>A setting that this one falls back to.</summary>
    public sealed class Synonym : IMessagePart<Synonym>
    {
        /// <summary>Its name.</summary>
        public string Name { get; set; } = "";

        /// <summary>Its value, or null.</summary>
        public string? Value { get; set; }

        /// <summary>Where its value comes from.</summary>
        public ConfigSource Source { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Synonym Read(ref KafkaReader reader, short version)
        {
            var synonym = new Synonym();
            synonym.Name = reader.ReadString();
            synonym.Value = reader.ReadNullableString();
            synonym.Source = (ConfigSource)reader.ReadInt8();
            reader.SkipTags();
            return synonym;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(Name);
            writer.WriteNullableString(Value);
            writer.WriteInt8((sbyte)Source);
            writer.WriteNoTags();
        }
    }
}
