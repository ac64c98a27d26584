namespace EdgeLog.Kafka.Protocol;

/// <summary>What became of the settings.</summary>
public sealed class AlterConfigsResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>The results.</summary>
    public List<Result> Responses { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static AlterConfigsResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.AlterConfigs, version);
        var response = new AlterConfigsResponse();
        response.ThrottleTimeMs = reader.ReadInt32();
        response.Responses = reader.ReadArray<Result>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.AlterConfigs, version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArray(Responses, version);
        writer.WriteNoTags();
    }

    /// <summary>One result.</summary>
    public sealed class Result : IMessagePart<Result>
    {
        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>What went wrong, in words, or null.</summary>
        public string? ErrorMessage { get; set; } = "";

        /// <summary>What kind of thing.</summary>
        public ConfigResourceType ResourceType { get; set; }

        /// <summary>Which one.</summary>
        public string ResourceName { get; set; } = "";

        /// <summary>Reads one, as part of its message.</summary>
        public static Result Read(ref KafkaReader reader, short version)
        {
            var result = new Result();
            result.ErrorCode = reader.ReadErrorCode();
            result.ErrorMessage = reader.ReadNullableString();
            result.ResourceType = (ConfigResourceType)reader.ReadInt8();
            result.ResourceName = reader.ReadString();
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
            writer.WriteNoTags();
        }
    }
}
