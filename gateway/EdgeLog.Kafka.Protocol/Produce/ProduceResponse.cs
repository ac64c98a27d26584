namespace EdgeLog.Kafka.Protocol;

/// <summary>What became of each partition's append. An instance can be cleared and filled again.</summary>
public sealed class ProduceResponse
{
    /// <summary>The topics of the request.</summary>
    public RecyclingList<Topic> Topics { get; } = new();

    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>Where the leaders named in the partitions are reached (v10+).</summary>
    public List<NodeEndpoint> NodeEndpoints { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static ProduceResponse Read(ref KafkaReader reader, short version)
    {
        var response = new ProduceResponse();
        response.Fill(ref reader, version);
        return response;
    }

    /// <summary>Reads the response into this instance, in place of what it held.</summary>
    public void Fill(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.Produce, version);
        Clear();
        for (var left = reader.ReadArrayCount(Topic.BytesMin); left > 0; left--)
        {
            Topics.Add().Fill(ref reader, version);
        }

        ThrottleTimeMs = reader.ReadInt32();
        for (var left = reader.ReadTagCount(); left > 0; left--)
        {
            if (reader.BeginTag(out var end) == 0)
            {
                NodeEndpoints = reader.ReadArray<NodeEndpoint>(version);
            }

            reader.EndTag(end);
        }
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.Produce, version);
        writer.WriteArrayCount(Topics.Count);
        foreach (var topic in Topics)
        {
            topic.Write(ref writer, version);
        }

        writer.WriteInt32(ThrottleTimeMs);
        if (version < 10 || NodeEndpoints.Count == 0)
        {
            writer.WriteNoTags();
            return;
        }

        writer.WriteTagCount(1);
        var start = writer.BeginTag(0);
        writer.WriteArray(NodeEndpoints, version);
        writer.EndTag(start);
    }

    /// <summary>Forgets the content and keeps the parts.</summary>
    public void Clear()
    {
        Topics.Clear();
        ThrottleTimeMs = 0;
        if (NodeEndpoints.Count > 0)
        {
            NodeEndpoints = [];
        }
    }

    /// <summary>The partitions of one topic. A recycled one is as it was left: call <see cref="Reset"/>.</summary>
    public sealed class Topic
    {
        internal const int BytesMin = 2;

        /// <summary>Its name, up to version 12.</summary>
        public string Name { get; set; } = "";

        /// <summary>Its id, from version 13 on.</summary>
        public Guid TopicId { get; set; }

        /// <summary>Its partitions.</summary>
        public RecyclingList<Partition> Partitions { get; } = new();

        /// <summary>Starts over, as this topic and without partitions.</summary>
        public Topic Reset(string name, Guid topicId)
        {
            Name = name;
            TopicId = topicId;
            Partitions.Clear();
            return this;
        }

        internal void Fill(ref KafkaReader reader, short version)
        {
            Reset(version <= 12 ? reader.ReadName() : "", version >= 13 ? reader.ReadUuid() : Guid.Empty);
            for (var left = reader.ReadArrayCount(Partition.BytesMin); left > 0; left--)
            {
                Partitions.Add().Fill(ref reader, version);
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
                partition.Write(ref writer, version);
            }

            writer.WriteNoTags();
        }
    }

    /// <summary>
    /// What became of one partition's append. A recycled one is as it was left: call <see cref="Reset"/>.
    /// </summary>
    public sealed class Partition
    {
        internal const int BytesMin = 22;

        /// <summary>Which partition.</summary>
        public int Index { get; set; }

        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>The offset of the first record; of a repeated batch the one it got the first time.</summary>
        public long BaseOffset { get; set; }

        /// <summary>
        /// The time the broker gave the records, in milliseconds since 1970; -1 where they keep their own.
        /// </summary>
        public long LogAppendTimeMs { get; set; } = -1;

        /// <summary>The oldest offset still there (v5+).</summary>
        public long LogStartOffset { get; set; } = -1;

        /// <summary>The records that made the batch be refused (v8+, KIP-467).</summary>
        public List<RecordError> RecordErrors { get; set; } = [];

        /// <summary>What went wrong, in words, or null (v8+).</summary>
        public string? ErrorMessage { get; set; }

        /// <summary>Who leads the partition, where the error says it is not this broker (v10+).</summary>
        public PartitionLeader CurrentLeader { get; set; } = PartitionLeader.None;

        /// <summary>Starts over, as this partition, with no error and no offset.</summary>
        public Partition Reset(int index)
        {
            Index = index;
            ErrorCode = ErrorCode.None;
            BaseOffset = -1;
            LogAppendTimeMs = -1;
            LogStartOffset = -1;
            ErrorMessage = null;
            CurrentLeader = PartitionLeader.None;
            if (RecordErrors.Count > 0)
            {
                RecordErrors = [];
            }

            return this;
        }

        internal void Fill(ref KafkaReader reader, short version)
        {
            Reset(reader.ReadInt32());
            ErrorCode = reader.ReadErrorCode();
            BaseOffset = reader.ReadInt64();
            LogAppendTimeMs = reader.ReadInt64();
            if (version >= 5)
            {
                LogStartOffset = reader.ReadInt64();
            }

            if (version >= 8)
            {
                for (var left = reader.ReadArrayCount(1); left > 0; left--)
                {
                    RecordErrors.Add(RecordError.Read(ref reader, version));
                }

                ErrorMessage = reader.ReadNullableString();
            }

            for (var left = reader.ReadTagCount(); left > 0; left--)
            {
                if (reader.BeginTag(out var end) == 0)
                {
                    CurrentLeader = PartitionLeader.Read(ref reader);
                }

                reader.EndTag(end);
            }
        }

        internal void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt32(Index);
            writer.WriteErrorCode(ErrorCode);
            writer.WriteInt64(BaseOffset);
            writer.WriteInt64(LogAppendTimeMs);
            if (version >= 5)
            {
                writer.WriteInt64(LogStartOffset);
            }

            if (version >= 8)
            {
                writer.WriteArray(RecordErrors, version);
                writer.WriteNullableString(ErrorMessage);
            }

            if (version < 10 || CurrentLeader == PartitionLeader.None)
            {
                writer.WriteNoTags();
                return;
            }

            writer.WriteTagCount(1);
            var start = writer.BeginTag(0);
            CurrentLeader.Write(ref writer);
            writer.EndTag(start);
        }
    }

    /// <summary>A record that made its batch be refused.</summary>
    public sealed class RecordError : IMessagePart<RecordError>
    {
        /// <summary>Its index in the batch.</summary>
        public int BatchIndex { get; set; }

        /// <summary>What is wrong with it, in words, or null.</summary>
        public string? Message { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static RecordError Read(ref KafkaReader reader, short version)
        {
            var error = new RecordError { BatchIndex = reader.ReadInt32(), Message = reader.ReadNullableString() };
            reader.SkipTags();
            return error;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt32(BatchIndex);
            writer.WriteNullableString(Message);
            writer.WriteNoTags();
        }
    }
}
