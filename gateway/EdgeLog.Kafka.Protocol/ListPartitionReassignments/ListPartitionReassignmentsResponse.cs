namespace EdgeLog.Kafka.Protocol;

/// <summary>Which partitions are being moved.</summary>
public sealed class ListPartitionReassignmentsResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong, or none.</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>What went wrong, in words, or null.</summary>
    public string? ErrorMessage { get; set; }

    /// <summary>The topics.</summary>
    public List<Topic> Topics { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static ListPartitionReassignmentsResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.ListPartitionReassignments, version);
        var response = new ListPartitionReassignmentsResponse();
        response.ThrottleTimeMs = reader.ReadInt32();
        response.ErrorCode = reader.ReadErrorCode();
        response.ErrorMessage = reader.ReadNullableString();
        response.Topics = reader.ReadArray<Topic>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.ListPartitionReassignments, version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteErrorCode(ErrorCode);
        writer.WriteNullableString(ErrorMessage);
        writer.WriteArray(Topics, version);
        writer.WriteNoTags();
    }

    /// <summary>One topic.</summary>
    public sealed class Topic : IMessagePart<Topic>
    {
        /// <summary>Its name.</summary>
        public string Name { get; set; } = "";

        /// <summary>The partitions.</summary>
        public List<Partition> Partitions { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Topic Read(ref KafkaReader reader, short version)
        {
            var topic = new Topic();
            topic.Name = reader.ReadName();
            topic.Partitions = reader.ReadArray<Partition>(version);
            reader.SkipTags();
            return topic;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(Name);
            writer.WriteArray(Partitions, version);
            writer.WriteNoTags();
        }
    }

    /// <summary>One partition that is being moved.</summary>
    public sealed class Partition : IMessagePart<Partition>
    {
        /// <summary>Which partition.</summary>
        public int PartitionIndex { get; set; }

        /// <summary>The brokers that have it.</summary>
        public List<int> Replicas { get; set; } = [];

        /// <summary>The brokers it is being copied to.</summary>
        public List<int> AddingReplicas { get; set; } = [];

        /// <summary>The brokers it is being taken from.</summary>
        public List<int> RemovingReplicas { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Partition Read(ref KafkaReader reader, short version)
        {
            var partition = new Partition();
            partition.PartitionIndex = reader.ReadInt32();
            partition.Replicas = reader.ReadInt32Array();
            partition.AddingReplicas = reader.ReadInt32Array();
            partition.RemovingReplicas = reader.ReadInt32Array();
            reader.SkipTags();
            return partition;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt32Array(Replicas);
            writer.WriteInt32Array(AddingReplicas);
            writer.WriteInt32Array(RemovingReplicas);
            writer.WriteNoTags();
        }
    }
}
