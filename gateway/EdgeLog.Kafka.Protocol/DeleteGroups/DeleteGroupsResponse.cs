namespace EdgeLog.Kafka.Protocol;

/// <summary>What became of the groups.</summary>
public sealed class DeleteGroupsResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>The results.</summary>
    public List<Result> Results { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static DeleteGroupsResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.DeleteGroups, version);
        var response = new DeleteGroupsResponse();
        response.ThrottleTimeMs = reader.ReadInt32();
        response.Results = reader.ReadArray<Result>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.DeleteGroups, version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArray(Results, version);
        writer.WriteNoTags();
    }

    /// <summary>One result.</summary>
    public sealed class Result : IMessagePart<Result>
    {
        /// <summary>The group.</summary>
        public string GroupId { get; set; } = "";

        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Result Read(ref KafkaReader reader, short version)
        {
            var result = new Result();
            result.GroupId = reader.ReadName();
            result.ErrorCode = reader.ReadErrorCode();
            reader.SkipTags();
            return result;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(GroupId);
            writer.WriteErrorCode(ErrorCode);
            writer.WriteNoTags();
        }
    }
}
