namespace EdgeLog.Kafka.Protocol;

/// <summary>What became of the elections.</summary>
public sealed class ElectLeadersResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong, or none.</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The results.</summary>
    public List<Topic> ReplicaElectionResults { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static ElectLeadersResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.ElectLeaders, version);
        var response = new ElectLeadersResponse();
        response.ThrottleTimeMs = reader.ReadInt32();

        if (version >= 1)
        {
            response.ErrorCode = reader.ReadErrorCode();
        }

        response.ReplicaElectionResults = reader.ReadArray<Topic>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.ElectLeaders, version);
        writer.WriteInt32(ThrottleTimeMs);

        if (version >= 1)
        {
            writer.WriteErrorCode(ErrorCode);
        }

        writer.WriteArray(ReplicaElectionResults, version);
        writer.WriteNoTags();
    }

    /// <summary>One topic.</summary>
    public sealed class Topic : IMessagePart<Topic>
    {
        /// <summary>The name.</summary>
        public string Name { get; set; } = "";

        /// <summary>The partitions.</summary>
        public List<Partition> PartitionResult { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Topic Read(ref KafkaReader reader, short version)
        {
            var topic = new Topic();
            topic.Name = reader.ReadName();
            topic.PartitionResult = reader.ReadArray<Partition>(version);
            reader.SkipTags();
            return topic;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(Name);
            writer.WriteArray(PartitionResult, version);
            writer.WriteNoTags();
        }
    }

    /// <summary>One partition.</summary>
    public sealed class Partition : IMessagePart<Partition>
    {
        /// <summary>Which partition.</summary>
        public int PartitionId { get; set; }

        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>What went wrong, in words, or null.</summary>
        public string? ErrorMessage { get; set; } = "";

        /// <summary>Reads one, as part of its message.</summary>
        public static Partition Read(ref KafkaReader reader, short version)
        {
            var partition = new Partition();
            partition.PartitionId = reader.ReadInt32();
            partition.ErrorCode = reader.ReadErrorCode();
            partition.ErrorMessage = reader.ReadNullableString();
            reader.SkipTags();
            return partition;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionId);
            writer.WriteErrorCode(ErrorCode);
            writer.WriteNullableString(ErrorMessage);
            writer.WriteNoTags();
        }
    }
}
