namespace EdgeLog.Kafka.Protocol;

/// <summary>Asks where leader epochs end (KIP-320).</summary>
public sealed class OffsetForLeaderEpochRequest
{
    /// <summary>The broker that asks; -1 for a client, -2 for a debugging one.</summary>
    public int ReplicaId { get; set; } = -2;

    /// <summary>The topics.</summary>
    public List<Topic> Topics { get; set; } = [];

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static OffsetForLeaderEpochRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.OffsetForLeaderEpoch, version);
        var request = new OffsetForLeaderEpochRequest();
        if (version >= 3)
        {
            request.ReplicaId = reader.ReadInt32();
        }

        request.Topics = reader.ReadArray<Topic>(version);
        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.OffsetForLeaderEpoch, version);
        if (version >= 3)
        {
            writer.WriteInt32(ReplicaId);
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

        /// <summary>The leader epoch the client knows, to be fenced if it is old; -1 for none.</summary>
        public int CurrentLeaderEpoch { get; set; } = -1;

        /// <summary>The epoch whose end is asked for.</summary>
        public int LeaderEpoch { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Partition Read(ref KafkaReader reader, short version)
        {
            var partition = new Partition();
            partition.PartitionIndex = reader.ReadInt32();
            partition.CurrentLeaderEpoch = reader.ReadInt32();
            partition.LeaderEpoch = reader.ReadInt32();
            reader.SkipTags();
            return partition;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt32(CurrentLeaderEpoch);
            writer.WriteInt32(LeaderEpoch);
            writer.WriteNoTags();
        }
    }
}
