namespace EdgeLog.Kafka.Protocol;

/// <summary>Whether the member may go on.</summary>
public sealed class HeartbeatResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong, or none.</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static HeartbeatResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.Heartbeat, version);
        var response = new HeartbeatResponse();
        if (version >= 1)
        {
            response.ThrottleTimeMs = reader.ReadInt32();
        }

        response.ErrorCode = reader.ReadErrorCode();
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.Heartbeat, version);
        if (version >= 1)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }

        writer.WriteErrorCode(ErrorCode);
        writer.WriteNoTags();
    }
}
