namespace EdgeLog.Kafka.Protocol;

/// <summary>Asks for offsets by time, or for the first or last.</summary>
public sealed class ListOffsetsRequest
{
    /// <summary>The broker that asks; -1 for a client.</summary>
    public int ReplicaId { get; set; } = -1;

    /// <summary>Which records count.</summary>
    public IsolationLevel IsolationLevel { get; set; }

    /// <summary>The topics.</summary>
    public List<Topic> Topics { get; set; } = [];

    /// <summary>How long the broker may take, in milliseconds.</summary>
    public int TimeoutMs { get; set; }

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static ListOffsetsRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.ListOffsets, version);
        var request = new ListOffsetsRequest();
        request.ReplicaId = reader.ReadInt32();

        if (version >= 2)
        {
            request.IsolationLevel = (IsolationLevel)reader.ReadInt8();
        }

        request.Topics = reader.ReadArray<Topic>(version);

        if (version >= 10)
        {
            request.TimeoutMs = reader.ReadInt32();
        }

        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.ListOffsets, version);
        writer.WriteInt32(ReplicaId);

        if (version >= 2)
        {
            writer.WriteInt8((sbyte)IsolationLevel);
        }

        writer.WriteArray(Topics, version);

        if (version >= 10)
        {
            writer.WriteInt32(TimeoutMs);
        }

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

        /// <summary>The leader epoch the client knows, to be fenced if it is old; -1 for none.</summary>
        public int CurrentLeaderEpoch { get; set; } = -1;

        /// <summary>Milliseconds since 1970, or one of <see cref="ListOffsetsTimestamp"/>.</summary>
        public long Timestamp { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Partition Read(ref KafkaReader reader, short version)
        {
            var partition = new Partition();
            partition.PartitionIndex = reader.ReadInt32();

            if (version >= 4)
            {
                partition.CurrentLeaderEpoch = reader.ReadInt32();
            }

            partition.Timestamp = reader.ReadInt64();
            reader.SkipTags();
            return partition;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionIndex);

            if (version >= 4)
            {
                writer.WriteInt32(CurrentLeaderEpoch);
            }

            writer.WriteInt64(Timestamp);
            writer.WriteNoTags();
        }
    }
}
