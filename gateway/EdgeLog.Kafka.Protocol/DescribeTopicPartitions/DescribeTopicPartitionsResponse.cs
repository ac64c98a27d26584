namespace EdgeLog.Kafka.Protocol;

/// <summary>Topics and their partitions.</summary>
public sealed class DescribeTopicPartitionsResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>The topics, sorted by name.</summary>
    public List<Topic> Topics { get; set; } = [];

    /// <summary>Where the next page starts, or null where this is the last.</summary>
    public DescribeTopicPartitionsCursor? NextCursor { get; set; }

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static DescribeTopicPartitionsResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.DescribeTopicPartitions, version);
        var response = new DescribeTopicPartitionsResponse();
        response.ThrottleTimeMs = reader.ReadInt32();
        response.Topics = reader.ReadArray<Topic>(version);
        response.NextCursor = DescribeTopicPartitionsCursor.Read(ref reader);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.DescribeTopicPartitions, version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArray(Topics, version);
        DescribeTopicPartitionsCursor.Write(ref writer, NextCursor);
        writer.WriteNoTags();
    }

    /// <summary>One topic.</summary>
    public sealed class Topic : IMessagePart<Topic>
    {
        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>Its name, or null.</summary>
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
            topic.Name = reader.ReadNullableName();
            topic.TopicId = reader.ReadUuid();
            topic.IsInternal = reader.ReadBoolean();
            topic.Partitions = reader.ReadArray<Partition>(version);
            topic.TopicAuthorizedOperations = reader.ReadInt32();
            reader.SkipTags();
            return topic;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteErrorCode(ErrorCode);
            writer.WriteNullableString(Name);
            writer.WriteUuid(TopicId);
            writer.WriteBoolean(IsInternal);
            writer.WriteArray(Partitions, version);
            writer.WriteInt32(TopicAuthorizedOperations);
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

        /// <summary>Those that may lead although they are not up to date, or null.</summary>
        public List<int>? EligibleLeaderReplicas { get; set; } = [];

        /// <summary>Those that could lead last, or null.</summary>
        public List<int>? LastKnownElr { get; set; } = [];

        /// <summary>Those that are offline.</summary>
        public List<int> OfflineReplicas { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Partition Read(ref KafkaReader reader, short version)
        {
            var partition = new Partition();
            partition.ErrorCode = reader.ReadErrorCode();
            partition.PartitionIndex = reader.ReadInt32();
            partition.LeaderId = reader.ReadInt32();
            partition.LeaderEpoch = reader.ReadInt32();
            partition.ReplicaNodes = reader.ReadInt32Array();
            partition.IsrNodes = reader.ReadInt32Array();
            partition.EligibleLeaderReplicas = reader.ReadNullableInt32Array();
            partition.LastKnownElr = reader.ReadNullableInt32Array();
            partition.OfflineReplicas = reader.ReadInt32Array();
            reader.SkipTags();
            return partition;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteErrorCode(ErrorCode);
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt32(LeaderId);
            writer.WriteInt32(LeaderEpoch);
            writer.WriteInt32Array(ReplicaNodes);
            writer.WriteInt32Array(IsrNodes);
            writer.WriteInt32Array(EligibleLeaderReplicas);
            writer.WriteInt32Array(LastKnownElr);
            writer.WriteInt32Array(OfflineReplicas);
            writer.WriteNoTags();
        }
    }
}
