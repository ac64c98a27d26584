namespace EdgeLog.Kafka.Protocol;

/// <summary>The cluster's id and nodes.</summary>
public sealed class DescribeClusterResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong, or none.</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>What went wrong, in words, or null.</summary>
    public string? ErrorMessage { get; set; }

    /// <summary>Which nodes are listed.</summary>
    public EndpointType EndpointType { get; set; } = EndpointType.Brokers;

    /// <summary>The cluster's id.</summary>
    public string ClusterId { get; set; } = "";

    /// <summary>The node that takes changes; -1 where unknown.</summary>
    public int ControllerId { get; set; } = -1;

    /// <summary>The nodes.</summary>
    public List<Broker> Brokers { get; set; } = [];

    /// <summary>Bits of what the client may do; the lowest integer where not asked.</summary>
    public int ClusterAuthorizedOperations { get; set; } = int.MinValue;

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static DescribeClusterResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.DescribeCluster, version);
        var response = new DescribeClusterResponse();
        response.ThrottleTimeMs = reader.ReadInt32();
        response.ErrorCode = reader.ReadErrorCode();
        response.ErrorMessage = reader.ReadNullableString();

        if (version >= 1)
        {
            response.EndpointType = (EndpointType)reader.ReadInt8();
        }

        response.ClusterId = reader.ReadString();
        response.ControllerId = reader.ReadInt32();
        response.Brokers = reader.ReadArray<Broker>(version);
        response.ClusterAuthorizedOperations = reader.ReadInt32();
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.DescribeCluster, version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteErrorCode(ErrorCode);
        writer.WriteNullableString(ErrorMessage);

        if (version >= 1)
        {
            writer.WriteInt8((sbyte)EndpointType);
        }

        writer.WriteString(ClusterId);
        writer.WriteInt32(ControllerId);
        writer.WriteArray(Brokers, version);
        writer.WriteInt32(ClusterAuthorizedOperations);
        writer.WriteNoTags();
    }

    /// <summary>One node.</summary>
    public sealed class Broker : IMessagePart<Broker>
    {
        /// <summary>Its id.</summary>
        public int BrokerId { get; set; }

        /// <summary>Where it listens.</summary>
        public string Host { get; set; } = "";

        /// <summary>Its port.</summary>
        public int Port { get; set; }

        /// <summary>Its rack, or null.</summary>
        public string? Rack { get; set; }

        /// <summary>Whether it is fenced.</summary>
        public bool IsFenced { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Broker Read(ref KafkaReader reader, short version)
        {
            var broker = new Broker();
            broker.BrokerId = reader.ReadInt32();
            broker.Host = reader.ReadString();
            broker.Port = reader.ReadInt32();
            broker.Rack = reader.ReadNullableString();

            if (version >= 2)
            {
                broker.IsFenced = reader.ReadBoolean();
            }

            reader.SkipTags();
            return broker;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt32(BrokerId);
            writer.WriteString(Host);
            writer.WriteInt32(Port);
            writer.WriteNullableString(Rack);

            if (version >= 2)
            {
                writer.WriteBoolean(IsFenced);
            }

            writer.WriteNoTags();
        }
    }
}
