namespace EdgeLog.Kafka.Protocol;

/// <summary>Offsets by time.</summary>
public sealed class ListOffsetsResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>The topics.</summary>
    public List<Topic> Topics { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static ListOffsetsResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.ListOffsets, version);
        var response = new ListOffsetsResponse();
        if (version >= 2)
        {
            response.ThrottleTimeMs = reader.ReadInt32();
        }

        response.Topics = reader.ReadArray<Topic>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.ListOffsets, version);
        if (version >= 2)
        {
            writer.WriteInt32(ThrottleTimeMs);
        }

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
        /// <summary>Which partition.</summary>
        public int PartitionIndex { get; set; }

        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>The time of the record found; -1 where none or where not asked by time.</summary>
        public long Timestamp { get; set; } = -1;

        /// <summary>The offset found; -1 where none.</summary>
        public long Offset { get; set; } = -1;

        /// <summary>The epoch of the leader; -1 where unknown.</summary>
        public int LeaderEpoch { get; set; } = -1;

        /// <summary>Reads one, as part of its message.</summary>
        public static Partition Read(ref KafkaReader reader, short version)
        {
            var partition = new Partition();
            partition.PartitionIndex = reader.ReadInt32();
            partition.ErrorCode = reader.ReadErrorCode();
            partition.Timestamp = reader.ReadInt64();
            partition.Offset = reader.ReadInt64();

            if (version >= 4)
            {
                partition.LeaderEpoch = reader.ReadInt32();
            }

            reader.SkipTags();
            return partition;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionIndex);
            writer.WriteErrorCode(ErrorCode);
            writer.WriteInt64(Timestamp);
            writer.WriteInt64(Offset);

            if (version >= 4)
            {
                writer.WriteInt32(LeaderEpoch);
            }

            writer.WriteNoTags();
        }
    }
}
