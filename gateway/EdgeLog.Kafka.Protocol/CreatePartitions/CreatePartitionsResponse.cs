namespace EdgeLog.Kafka.Protocol;

/// <summary>What became of each topic to grow.</summary>
public sealed class CreatePartitionsResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>One for each topic.</summary>
    public List<Result> Results { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static CreatePartitionsResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.CreatePartitions, version);
        var response = new CreatePartitionsResponse();
        response.ThrottleTimeMs = reader.ReadInt32();
        response.Results = reader.ReadArray<Result>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.CreatePartitions, version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArray(Results, version);
        writer.WriteNoTags();
    }

    /// <summary>What became of one topic.</summary>
    public sealed class Result : IMessagePart<Result>
    {
        /// <summary>Its name.</summary>
        public string Name { get; set; } = "";

        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>What went wrong, in words, or null.</summary>
        public string? ErrorMessage { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Result Read(ref KafkaReader reader, short version)
        {
            var result = new Result();
            result.Name = reader.ReadName();
            result.ErrorCode = reader.ReadErrorCode();
            result.ErrorMessage = reader.ReadNullableString();
            reader.SkipTags();
            return result;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(Name);
            writer.WriteErrorCode(ErrorCode);
            writer.WriteNullableString(ErrorMessage);
            writer.WriteNoTags();
        }
    }
}
