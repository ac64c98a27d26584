namespace EdgeLog.Kafka.Protocol;

/// <summary>
/// What precedes every response: the correlation id, and tagged fields where the version is flexible. ApiVersions is
/// the exception: its response never has them, so that a client can read it before it knows the broker (KIP-511).
/// </summary>
/// <param name="CorrelationId">That of the request.</param>
public readonly record struct ResponseHeader(int CorrelationId)
{
    /// <summary>Reads the header of a response to a request of <paramref name="version"/>.</summary>
    public static ResponseHeader Read(ref KafkaReader reader, ApiKey api, short version)
    {
        var header = new ResponseHeader(reader.ReadInt32());
        if (api != ApiKey.ApiVersions)
        {
            reader.SkipHeaderTags(api, version);
        }

        return header;
    }

    /// <summary>Writes the header of a response to a request of <paramref name="version"/>.</summary>
    public void Write(ref KafkaWriter writer, ApiKey api, short version)
    {
        writer.WriteInt32(CorrelationId);
        if (api != ApiKey.ApiVersions && MessageVersions.IsFlexible(api, version))
        {
            writer.WriteUnsignedVarint(0);
        }
    }
}
