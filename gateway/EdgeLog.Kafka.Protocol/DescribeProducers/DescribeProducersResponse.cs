namespace EdgeLog.Kafka.Protocol;

/// <summary>Who writes to partitions.</summary>
public sealed class DescribeProducersResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>The topics.</summary>
    public List<Topic> Topics { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static DescribeProducersResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.DescribeProducers, version);
        var response = new DescribeProducersResponse();
        response.ThrottleTimeMs = reader.ReadInt32();
        response.Topics = reader.ReadArray<Topic>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.DescribeProducers, version);
        writer.WriteInt32(ThrottleTimeMs);
        writer.WriteArray(Topics, version);
        writer.WriteNoTags();
    }

    /// <summary>One topic.</summary>
    public sealed class Topic : IMessagePart<Topic>
    {
        /// <summary>The name.</summary>
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

        /// <summary>What went wrong, in words, or null.</summary>
        public string? ErrorMessage { get; set; } = "";

        /// <summary>The producers.</summary>
        public List<ActiveProducer> ActiveProducers { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static Partition Read(ref KafkaReader reader, short version)
        {
            var partition = new Partition();
            partition.PartitionIndex = reader.ReadInt32();
            partition.ErrorCode = reader.ReadErrorCode();
            partition.ErrorMessage = reader.ReadNullableString();
            partition.ActiveProducers = reader.ReadArray<ActiveProducer>(version);
            reader.SkipTags();
            return partition;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionIndex);
            writer.WriteErrorCode(ErrorCode);
            writer.WriteNullableString(ErrorMessage);
            writer.WriteArray(ActiveProducers, version);
            writer.WriteNoTags();
        }
    }

    /// <summary>One producer.</summary>
    public sealed class ActiveProducer : IMessagePart<ActiveProducer>
    {
        /// <summary>Its id.</summary>
        public long ProducerId { get; set; }

        /// <summary>Its epoch.</summary>
        public int ProducerEpoch { get; set; }

        /// <summary>Its last sequence number; -1 for none.</summary>
        public int LastSequence { get; set; } = -1;

        /// <summary>When it wrote last; -1 for never.</summary>
        public long LastTimestamp { get; set; } = -1;

        /// <summary>Its coordinator's epoch; -1 for none.</summary>
        public int CoordinatorEpoch { get; set; }

        /// <summary>Where its open transaction began; -1 for none.</summary>
        public long CurrentTxnStartOffset { get; set; } = -1;

        /// <summary>Reads one, as part of its message.</summary>
        public static ActiveProducer Read(ref KafkaReader reader, short version)
        {
            var activeProducer = new ActiveProducer();
            activeProducer.ProducerId = reader.ReadInt64();
            activeProducer.ProducerEpoch = reader.ReadInt32();
            activeProducer.LastSequence = reader.ReadInt32();
            activeProducer.LastTimestamp = reader.ReadInt64();
            activeProducer.CoordinatorEpoch = reader.ReadInt32();
            activeProducer.CurrentTxnStartOffset = reader.ReadInt64();
            reader.SkipTags();
            return activeProducer;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt64(ProducerId);
            writer.WriteInt32(ProducerEpoch);
            writer.WriteInt32(LastSequence);
            writer.WriteInt64(LastTimestamp);
            writer.WriteInt32(CoordinatorEpoch);
            writer.WriteInt64(CurrentTxnStartOffset);
            writer.WriteNoTags();
        }
    }
}
