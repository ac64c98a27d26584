namespace EdgeLog.Kafka.Protocol;

/// <summary>Says that a member lives.</summary>
public sealed class HeartbeatRequest
{
    /// <summary>The group.</summary>
    public string GroupId { get; set; } = "";

    /// <summary>The group's generation.</summary>
    public int GenerationId { get; set; }

    /// <summary>The member.</summary>
    public string MemberId { get; set; } = "";

    /// <summary>A static member's name, or null (KIP-345).</summary>
    public string? GroupInstanceId { get; set; }

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static HeartbeatRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.Heartbeat, version);
        var request = new HeartbeatRequest();
        request.GroupId = reader.ReadName();
        request.GenerationId = reader.ReadInt32();
        request.MemberId = reader.ReadName();

        if (version >= 3)
        {
            request.GroupInstanceId = reader.ReadNullableString();
        }

        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.Heartbeat, version);
        writer.WriteString(GroupId);
        writer.WriteInt32(GenerationId);
        writer.WriteString(MemberId);

        if (version >= 3)
        {
            writer.WriteNullableString(GroupInstanceId);
        }

        writer.WriteNoTags();
    }
}
