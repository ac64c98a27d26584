namespace EdgeLog.Kafka.Protocol;

/// <summary>
/// Appends record batches. Read into the same instance again and again it allocates nothing once warm; the records are
/// slices of what was read.
/// </summary>
public sealed class ProduceRequest
{
    /// <summary>The transactional id, or null.</summary>
    public string? TransactionalId { get; set; }

    /// <summary>When to answer: 0 never, 1 when the leader has it, -1 when all replicas have it.</summary>
    public short Acks { get; set; }

    /// <summary>How long the broker may take, in milliseconds.</summary>
    public int TimeoutMs { get; set; }

    /// <summary>What to append where.</summary>
    public RecyclingList<Topic> Topics { get; } = new();

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static ProduceRequest Read(ref KafkaReader reader, short version)
    {
        var request = new ProduceRequest();
        request.Fill(ref reader, version);
        return request;
    }

    /// <summary>Reads the request into this instance, in place of what it held.</summary>
    public void Fill(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.Produce, version);
        TransactionalId = reader.ReadNullableString();
        Acks = reader.ReadInt16();
        TimeoutMs = reader.ReadInt32();
        Topics.Clear();
        for (var left = reader.ReadArrayCount(Topic.BytesMin); left > 0; left--)
        {
            Topics.Add().Fill(ref reader, version);
        }

        reader.SkipTags();
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.Produce, version);
        writer.WriteNullableString(TransactionalId);
        writer.WriteInt16(Acks);
        writer.WriteInt32(TimeoutMs);
        writer.WriteArrayCount(Topics.Count);
        foreach (var topic in Topics)
        {
            topic.Write(ref writer, version);
        }

        writer.WriteNoTags();
    }

    /// <summary>
    /// Forgets the content, so that nothing of the frame it was read from is held, and keeps the parts.
    /// </summary>
    public void Clear()
    {
        foreach (var topic in Topics)
        {
            foreach (var partition in topic.Partitions)
            {
                partition.Records = null;
            }

            topic.Partitions.Clear();
        }

        Topics.Clear();
        TransactionalId = null;
    }

    /// <summary>The partitions of one topic.</summary>
    public sealed class Topic
    {
        internal const int BytesMin = 2;

        /// <summary>Its name, up to version 12.</summary>
        public string Name { get; set; } = "";

        /// <summary>Its id, from version 13 on.</summary>
        public Guid TopicId { get; set; }

        /// <summary>What to append to which partition.</summary>
        public RecyclingList<Partition> Partitions { get; } = new();

        internal void Fill(ref KafkaReader reader, short version)
        {
            Name = version <= 12 ? reader.ReadName() : "";
            TopicId = version >= 13 ? reader.ReadUuid() : Guid.Empty;
            Partitions.Clear();
            for (var left = reader.ReadArrayCount(Partition.BytesMin); left > 0; left--)
            {
                Partitions.Add().Fill(ref reader);
            }

            reader.SkipTags();
        }

        internal void Write(ref KafkaWriter writer, short version)
        {
            if (version <= 12)
            {
                writer.WriteString(Name);
            }
            else
            {
                writer.WriteUuid(TopicId);
            }

            writer.WriteArrayCount(Partitions.Count);
            foreach (var partition in Partitions)
            {
                partition.Write(ref writer);
            }

            writer.WriteNoTags();
        }
    }

    /// <summary>The records for one partition.</summary>
    public sealed class Partition
    {
        internal const int BytesMin = 5;

        /// <summary>Which partition.</summary>
        public int Index { get; set; }

        /// <summary>
        /// Record batches, one by rule; or null. When read, a slice of what was read from: valid as long as that is.
        /// </summary>
        public ReadOnlyMemory<byte>? Records { get; set; }

        internal void Fill(ref KafkaReader reader)
        {
            Index = reader.ReadInt32();
            Records = reader.ReadNullableBytes();
            reader.SkipTags();
        }

        internal void Write(ref KafkaWriter writer)
        {
            writer.WriteInt32(Index);
            writer.WriteNullableBytes(Records);
            writer.WriteNoTags();
        }
    }
}
