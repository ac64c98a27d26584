namespace EdgeLog.Kafka.Protocol;

/// <summary>The member's assignment.</summary>
public sealed class SyncGroupResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong, or none.</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>What kind of group it is; <c>consumer</c> for consumers.</summary>
    public string? ProtocolType { get; set; }

    /// <summary>The way of assignment chosen.</summary>
    public string? ProtocolName { get; set; }

    /// <summary>What the member gets.</summary>
    public ReadOnlyMemory<byte> Assignment { get; set; }

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static SyncGroupResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.SyncGroup, version);
        var response = new SyncGroupResponse();
        if (version >= 1)
        {
            response.ThrottleTimeMs = reader.ReadInt32();
        }

        response.ErrorCode = reader.ReadErrorCode();

        if (version >= 5)
        {
            response.ProtocolType = reader.ReadNullableString();
            response.ProtocolName = reader.ReadNullableString();
        }

        response.Assignment = reader.ReadBytes();
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.SyncGroup, version);
        if (version >= 1)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }

        writer.WriteErrorCode(ErrorCode);

        if (version >= 5)
        {
            writer.WriteNullableString(ProtocolType);
            writer.WriteNullableString(ProtocolName);
        }

        writer.WriteBytes(Assignment.Span);
        writer.WriteNoTags();
    }
}
