namespace EdgeLog.Kafka.Protocol;

/// <summary>Where a new leader is reached, told beside an error that names it (KIP-951).</summary>
public sealed class NodeEndpoint : IMessagePart<NodeEndpoint>
{
    /// <summary>The broker's id.</summary>
    public int NodeId { get; set; }

    /// <summary>Where it listens.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port.</summary>
    public int Port { get; set; }

    /// <summary>Its rack, or null.</summary>
    public string? Rack { get; set; }

    /// <summary>Reads one, as part of its message.</summary>
    public static NodeEndpoint Read(ref KafkaReader reader, short version)
    {
        var endpoint = new NodeEndpoint();
        endpoint.NodeId = reader.ReadInt32();
        endpoint.Host = reader.ReadString();
        endpoint.Port = reader.ReadInt32();
        endpoint.Rack = reader.ReadNullableString();
        reader.SkipTags();
        return endpoint;
    }

    /// <summary>Writes it, as part of its message.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.WriteInt32(NodeId);
        writer.WriteString(Host);
        writer.WriteInt32(Port);
        writer.WriteNullableString(Rack);
        writer.WriteNoTags();
    }
}
