namespace EdgeLog.Kafka.Protocol;

/// <summary>Where leader epochs end.</summary>
public sealed class OffsetForLeaderEpochResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>The topics.</summary>
    public List<Topic> Topics { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static OffsetForLeaderEpochResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.OffsetForLeaderEpoch, version);
        var response = new OffsetForLeaderEpochResponse();
        response.ThrottleTimeMs = reader.ReadInt32();
        response.Topics = reader.ReadArray<Topic>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.OffsetForLeaderEpoch, version);
        writer.WriteInt32(ThrottleTimeMs);
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

    /// <summary>One partition.</summary>
    public sealed class Partition : IMessagePart<Partition>
    {
        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>Which partition.</summary>
        public int PartitionIndex { get; set; }

        /// <summary>The largest epoch that is not above the one asked for; -1 where unknown.</summary>
        public int LeaderEpoch { get; set; } = -1;

        /// <summary>The offset behind its last record; -1 where unknown.</summary>
        public long EndOffset { get; set; } = -1;

        /// <summary>Reads one, as part of its message.</summary>
        public static Partition Read(ref KafkaReader reader, short version)
        {
            var partition = new Partition();
            partition.ErrorCode = reader.ReadErrorCode();
            partition.PartitionIndex = reader.ReadInt32();
            partition.LeaderEpoch = reader.ReadInt32();
            partition.EndOffset = reader.ReadInt64();
            reader.SkipTags();
            return partition;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteErrorCode(ErrorCode);
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt32(LeaderEpoch);
            writer.WriteInt64(EndOffset);
            writer.WriteNoTags();
        }
    }
}
