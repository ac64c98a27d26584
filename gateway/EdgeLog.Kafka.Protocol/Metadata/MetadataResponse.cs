namespace EdgeLog.Kafka.Protocol;

/// <summary>Brokers, topics, partitions and their leaders.</summary>
public sealed class MetadataResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>The brokers, at addresses the client can reach.</summary>
    public List<Broker> Brokers { get; set; } = [];

    /// <summary>The cluster's id, or null.</summary>
    public string? ClusterId { get; set; }

    /// <summary>The broker that takes changes; -1 where unknown.</summary>
    public int ControllerId { get; set; } = -1;

    /// <summary>The topics.</summary>
    public List<Topic> Topics { get; set; } = [];

    /// <summary>Bits of what the client may do; the lowest integer where not asked.</summary>
    public int ClusterAuthorizedOperations { get; set; } = int.MinValue;

    /// <summary>What went wrong, or none.</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static MetadataResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.Metadata, version);
        var response = new MetadataResponse();
        if (version >= 3)
        {
            response.ThrottleTimeMs = reader.ReadInt32();
        }

        response.Brokers = reader.ReadArray<Broker>(version);

        if (version >= 2)
        {
            response.ClusterId = reader.ReadNullableString();
        }

        if (version >= 1)
        {
            response.ControllerId = reader.ReadInt32();
        }

        response.Topics = reader.ReadArray<Topic>(version);

        if (version is >= 8 and <= 10)
        {
            response.ClusterAuthorizedOperations = reader.ReadInt32();
        }

        if (version >= 13)
        {
            response.ErrorCode = reader.ReadErrorCode();
        }

        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.Metadata, version);
        if (version >= 3)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }

        writer.WriteArray(Brokers, version);

        if (version >= 2)
        {
            writer.WriteNullableString(ClusterId);
        }

        if (version >= 1)
        {
            writer.WriteInt32(ControllerId);
        }

        writer.WriteArray(Topics, version);

        if (version is >= 8 and <= 10)
        {
            writer.WriteInt32(ClusterAuthorizedOperations);
        }

        if (version >= 13)
        {
            writer.WriteErrorCode(ErrorCode);
        }

        writer.WriteNoTags();
    }

    /// <summary>One broker.</summary>
    public sealed class Broker : IMessagePart<Broker>
    {
        /// <summary>Its id.</summary>
        public int NodeId { get; set; }

        /// <summary>Where it listens.</summary>
        public string Host { get; set; } = "";

        /// <summary>Its port.</summary>
        public int Port { get; set; }

        /// <summary>Its rack, or null.</summary>
        public string? Rack { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Broker Read(ref KafkaReader reader, short version)
        {
            var broker = new Broker();
            broker.NodeId = reader.ReadInt32();
            broker.Host = reader.ReadString();
            broker.Port = reader.ReadInt32();

            if (version >= 1)
            {
                broker.Rack = reader.ReadNullableString();
            }

            reader.SkipTags();
            return broker;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt32(NodeId);
            writer.WriteString(Host);
            writer.WriteInt32(Port);

            if (version >= 1)
            {
                writer.WriteNullableString(Rack);
            }

            writer.WriteNoTags();
        }
    }

    /// <summary>One topic.</summary>
    public sealed class Topic : IMessagePart<Topic>
    {
        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>Its name; null where asked by an id that is unknown.</summary>
        public string? Name { get; set; }

        /// <summary>The topic's id; empty where unknown.</summary>
        public Guid TopicId { get; set; }

        /// <summary>Whether it belongs to the broker itself.</summary>
        public bool IsInternal { get; set; }

        /// <summary>The partitions.</summary>
        public List<Partition> Partitions { get; set; } = [];

        /// <summary>Bits of what the client may do; the lowest integer where not asked.</summary>
        public int TopicAuthorizedOperations { get; set; } = int.MinValue;

        /// <summary>Reads one, as part of its message.</summary>
        public static Topic Read(ref KafkaReader reader, short version)
        {
            var topic = new Topic();
            topic.ErrorCode = reader.ReadErrorCode();
            topic.Name = version >= 12 ? reader.ReadNullableName() : reader.ReadName();

            if (version >= 10)
            {
                topic.TopicId = reader.ReadUuid();
            }

            if (version >= 1)
            {
                topic.IsInternal = reader.ReadBoolean();
            }

            topic.Partitions = reader.ReadArray<Partition>(version);

            if (version >= 8)
            {
                topic.TopicAuthorizedOperations = reader.ReadInt32();
            }

            reader.SkipTags();
            return topic;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteErrorCode(ErrorCode);
            writer.WriteNullableString(version >= 12 ? Name : Name ?? "");

            if (version >= 10)
            {
                writer.WriteUuid(TopicId);
            }

            if (version >= 1)
            {
                writer.WriteBoolean(IsInternal);
            }

            writer.WriteArray(Partitions, version);

            if (version >= 8)
            {
                writer.WriteInt32(TopicAuthorizedOperations);
            }

            writer.WriteNoTags();
        }
    }

    /// <summary>One partition.</summary>
    public sealed class Partition : IMessagePart<Partition>
    {
        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>Which partition.</summary>
        public int PartitionIndex { get; set; }

        /// <summary>The broker that leads it; -1 for none.</summary>
        public int LeaderId { get; set; }

        /// <summary>The epoch of the leader; -1 where unknown.</summary>
        public int LeaderEpoch { get; set; } = -1;

        /// <summary>The brokers that have it.</summary>
        public List<int> ReplicaNodes { get; set; } = [];

        /// <summary>Those of them that are up to date.</summary>
        public List<int> IsrNodes { get; set; } = [];

        /// <summary>Those of them that are offline.</summary>
        public List<int> OfflineReplicas { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Partition Read(ref KafkaReader reader, short version)
        {
            var partition = new Partition();
            partition.ErrorCode = reader.ReadErrorCode();
            partition.PartitionIndex = reader.ReadInt32();
            partition.LeaderId = reader.ReadInt32();

            if (version >= 7)
            {
                partition.LeaderEpoch = reader.ReadInt32();
            }

            partition.ReplicaNodes = reader.ReadInt32Array();
            partition.IsrNodes = reader.ReadInt32Array();

            if (version >= 5)
            {
                partition.OfflineReplicas = reader.ReadInt32Array();
            }

            reader.SkipTags();
            return partition;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteErrorCode(ErrorCode);
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt32(LeaderId);

            if (version >= 7)
            {
                writer.WriteInt32(LeaderEpoch);
            }

            writer.WriteInt32Array(ReplicaNodes);
            writer.WriteInt32Array(IsrNodes);

            if (version >= 5)
            {
                writer.WriteInt32Array(OfflineReplicas);
            }

            writer.WriteNoTags();
        }
    }
}
