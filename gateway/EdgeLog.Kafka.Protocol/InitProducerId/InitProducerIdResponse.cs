namespace EdgeLog.Kafka.Protocol;

/// <summary>A producer id and its epoch.</summary>
public sealed class InitProducerIdResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong, or none.</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The id.</summary>
    public long ProducerId { get; set; } = -1;

    /// <summary>Its epoch.</summary>
    public short ProducerEpoch { get; set; }

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static InitProducerIdResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.InitProducerId, version);
        var response = new InitProducerIdResponse();
        response.ThrottleTimeMs = reader.ReadInt32();
        response.ErrorCode = reader.ReadErrorCode();
        response.ProducerId = reader.ReadInt64();
        response.ProducerEpoch = reader.ReadInt16();
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.InitProducerId, version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteErrorCode(ErrorCode);
        writer.WriteInt64(ProducerId);
        writer.WriteInt16(ProducerEpoch);
        writer.WriteNoTags();
    }
}
