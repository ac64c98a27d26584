namespace EdgeLog.Kafka.Protocol;

/// <summary>
/// What precedes every request: version 1, or, where the request's version is flexible, version 2 with tagged fields.
/// The client id keeps its two-byte length in both.
/// </summary>
/// <param name="Api">Which API; any number may come.</param>
/// <param name="ApiVersion">Which of its versions the body is written in.</param>
/// <param name="CorrelationId">To be repeated in the response.</param>
/// <param name="ClientId">What the client calls itself, if anything.</param>
public readonly record struct RequestHeader(ApiKey Api, short ApiVersion, int CorrelationId, string? ClientId)
{
    /// <summary>Reads a header; the body follows, or unreadable bytes where the API or version is unknown.</summary>
    public static RequestHeader Read(ref KafkaReader reader)
    {
        var api = (ApiKey)reader.ReadInt16();
        var version = reader.ReadInt16();
        var header = new RequestHeader(api, version, reader.ReadInt32(), reader.ReadClientId());
        reader.SkipHeaderTags(api, version);
        return header;
    }

    /// <summary>Writes the header.</summary>
    public void Write(ref KafkaWriter writer)
    {
        writer.WriteInt16((short)Api);
        writer.WriteInt16(ApiVersion);
        writer.WriteInt32(CorrelationId);
        writer.WriteClientId(ClientId);
        if (MessageVersions.IsFlexible(Api, ApiVersion))
        {
            writer.WriteUnsignedVarint(0);
        }
    }
}
