namespace EdgeLog.Kafka.Protocol;

/// <summary>
/// Reads record batches, within a fetch session or without one (KIP-227). Read into the same instance again and again
/// it allocates nothing once warm.
/// </summary>
public sealed class FetchRequest
{
    /// <summary>The cluster the client believes to speak with, or null (v12+; only brokers set it).</summary>
    public string? ClusterId { get; set; }

    /// <summary>
    /// The broker that follows; -1 for a client. From version 15 on it is written with <see cref="ReplicaEpoch"/>.
    /// </summary>
    public int ReplicaId { get; set; } = -1;

    /// <summary>The epoch of the broker that follows (v15+); -1 for a client.</summary>
    public long ReplicaEpoch { get; set; } = -1;

    /// <summary>How long to wait for <see cref="MinBytes"/>, in milliseconds.</summary>
    public int MaxWaitMs { get; set; }

    /// <summary>How many bytes make it worth to answer before <see cref="MaxWaitMs"/> is over.</summary>
    public int MinBytes { get; set; }

    /// <summary>How many bytes of records to answer with at most; the first batch comes whole all the same.</summary>
    public int MaxBytes { get; set; } = int.MaxValue;

    /// <summary>Which records are seen.</summary>
    public IsolationLevel IsolationLevel { get; set; }

    /// <summary>The fetch session; 0 for none (v7+).</summary>
    public int SessionId { get; set; }

    /// <summary>How far the session is; 0 for a new one, -1 for none (v7+).</summary>
    public int SessionEpoch { get; set; } = -1;

    /// <summary>What to read; in a session what is new or has changed.</summary>
    public RecyclingList<Topic> Topics { get; } = new();

    /// <summary>What to take out of the session (v7+).</summary>
    public List<ForgottenTopic> ForgottenTopics { get; set; } = [];

    /// <summary>The client's rack (v11+).</summary>
    public string RackId { get; set; } = "";

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static FetchRequest Read(ref KafkaReader reader, short version)
    {
        var request = new FetchRequest();
        request.Fill(ref reader, version);
        return request;
    }

    /// <summary>Reads the request into this instance, in place of what it held.</summary>
    public void Fill(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.Fetch, version);
        ClusterId = null;
        ReplicaId = version <= 14 ? reader.ReadInt32() : -1;
        ReplicaEpoch = -1;
        MaxWaitMs = reader.ReadInt32();
        MinBytes = reader.ReadInt32();
        MaxBytes = reader.ReadInt32();
        IsolationLevel = (IsolationLevel)reader.ReadInt8();
        SessionId = version >= 7 ? reader.ReadInt32() : 0;
        SessionEpoch = version >= 7 ? reader.ReadInt32() : -1;
        Topics.Clear();
        for (var left = reader.ReadArrayCount(Topic.BytesMin); left > 0; left--)
        {
            Topics.Add().Fill(ref reader, version);
        }

        FillForgotten(ref reader, version);
        RackId = version >= 11 ? reader.ReadName() : "";
        for (var left = reader.ReadTagCount(); left > 0; left--)
        {
            FillTag(ref reader, reader.BeginTag(out var end), version);
            reader.EndTag(end);
        }
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.Fetch, version);
        if (version <= 14)
        {
            writer.WriteInt32(ReplicaId);
        }

        writer.WriteInt32(MaxWaitMs);
        writer.WriteInt32(MinBytes);
        writer.WriteInt32(MaxBytes);
        writer.WriteInt8((sbyte)IsolationLevel);
        if (version >= 7)
        {
            writer.WriteInt32(SessionId);
            writer.WriteInt32(SessionEpoch);
        }

        writer.WriteArrayCount(Topics.Count);
        foreach (var topic in Topics)
        {
            topic.Write(ref writer, version);
        }

        if (version >= 7)
        {
            writer.WriteArray(ForgottenTopics, version);
        }

        if (version >= 11)
        {
            writer.WriteString(RackId);
        }

        WriteTags(ref writer, version);
    }

    private void FillForgotten(ref KafkaReader reader, short version)
    {
        if (ForgottenTopics.Count > 0)
        {
            ForgottenTopics = [];
        }

        if (version < 7)
        {
            return;
        }

        for (var left = reader.ReadArrayCount(1); left > 0; left--)
        {
            ForgottenTopics.Add(ForgottenTopic.Read(ref reader, version));
        }
    }

    private void FillTag(ref KafkaReader reader, uint tag, short version)
    {
        if (tag == 0)
        {
            ClusterId = reader.ReadNullableString();
        }
        else if (tag == 1 && version >= 15)
        {
            ReplicaId = reader.ReadInt32();
            ReplicaEpoch = reader.ReadInt64();
            reader.SkipTags();
        }
    }

    private void WriteTags(ref KafkaWriter writer, short version)
    {
        if (!writer.IsFlexible)
        {
            return;
        }

        var hasReplica = version >= 15 && (ReplicaId != -1 || ReplicaEpoch != -1);
        writer.WriteTagCount((ClusterId is null ? 0 : 1) + (hasReplica ? 1 : 0));
        if (ClusterId is not null)
        {
            var start = writer.BeginTag(0);
            writer.WriteString(ClusterId);
            writer.EndTag(start);
        }

        if (hasReplica)
        {
            var start = writer.BeginTag(1);
            writer.WriteInt32(ReplicaId);
            writer.WriteInt64(ReplicaEpoch);
            writer.WriteNoTags();
            writer.EndTag(start);
        }
    }

    /// <summary>What to read of one topic.</summary>
    public sealed class Topic
    {
        internal const int BytesMin = 2;

        /// <summary>Its name, up to version 12.</summary>
        public string Name { get; set; } = "";

        /// <summary>Its id, from version 13 on.</summary>
        public Guid TopicId { get; set; }

        /// <summary>Its partitions.</summary>
        public RecyclingList<Partition> Partitions { get; } = new();

        internal void Fill(ref KafkaReader reader, short version)
        {
            Name = version <= 12 ? reader.ReadName() : "";
            TopicId = version >= 13 ? reader.ReadUuid() : Guid.Empty;
            Partitions.Clear();
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

    /// <summary>What to read of one partition.</summary>
    public sealed class Partition
    {
        internal const int BytesMin = 16;

        /// <summary>Which partition.</summary>
        public int Index { get; set; }

        /// <summary>The leader epoch the client knows, to be fenced if it is old; -1 for none (v9+).</summary>
        public int CurrentLeaderEpoch { get; set; } = -1;

        /// <summary>The offset to read from.</summary>
        public long FetchOffset { get; set; }

        /// <summary>The epoch of the last record a follower has; -1 for a client (v12+).</summary>
        public int LastFetchedEpoch { get; set; } = -1;

        /// <summary>A follower's log start; -1 for a client (v5+).</summary>
        public long LogStartOffset { get; set; } = -1;

        /// <summary>How many bytes to answer with at most; a first batch comes whole all the same.</summary>
        public int MaxBytes { get; set; }

        /// <summary>The directory a follower keeps it in; empty for a client (v17+).</summary>
        public Guid ReplicaDirectoryId { get; set; }

        internal void Fill(ref KafkaReader reader, short version)
        {
            Index = reader.ReadInt32();
            CurrentLeaderEpoch = version >= 9 ? reader.ReadInt32() : -1;
            FetchOffset = reader.ReadInt64();
            LastFetchedEpoch = version >= 12 ? reader.ReadInt32() : -1;
            LogStartOffset = version >= 5 ? reader.ReadInt64() : -1;
            MaxBytes = reader.ReadInt32();
            ReplicaDirectoryId = Guid.Empty;
            for (var left = reader.ReadTagCount(); left > 0; left--)
            {
                if (reader.BeginTag(out var end) == 0 && version >= 17)
                {
                    ReplicaDirectoryId = reader.ReadUuid();
                }

                reader.EndTag(end);
            }
        }

        internal void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt32(Index);
            if (version >= 9)
            {
                writer.WriteInt32(CurrentLeaderEpoch);
            }

            writer.WriteInt64(FetchOffset);
            if (version >= 12)
            {
                writer.WriteInt32(LastFetchedEpoch);
            }

            if (version >= 5)
            {
                writer.WriteInt64(LogStartOffset);
            }

            writer.WriteInt32(MaxBytes);
            if (version < 17 || ReplicaDirectoryId == Guid.Empty)
            {
                writer.WriteNoTags();
                return;
            }

            writer.WriteTagCount(1);
            var start = writer.BeginTag(0);
            writer.WriteUuid(ReplicaDirectoryId);
            writer.EndTag(start);
        }
    }

    /// <summary>Partitions of one topic to take out of the session.</summary>
    public sealed class ForgottenTopic : IMessagePart<ForgottenTopic>
    {
        /// <summary>Its name, up to version 12.</summary>
        public string Name { get; set; } = "";

        /// <summary>Its id, from version 13 on.</summary>
        public Guid TopicId { get; set; }

        /// <summary>Which partitions.</summary>
        public List<int> Partitions { get; set; } = [];

        /// <summary>Reads one, as part of its message.</summary>
        public static ForgottenTopic Read(ref KafkaReader reader, short version)
        {
            var topic = new ForgottenTopic
            {
                Name = version <= 12 ? reader.ReadName() : "",
                TopicId = version >= 13 ? reader.ReadUuid() : Guid.Empty,
                Partitions = reader.ReadInt32Array(),
            };
            reader.SkipTags();
            return topic;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            if (version <= 12)
            {
                writer.WriteString(Name);
            }
            else
            {
                writer.WriteUuid(TopicId);
            }

            writer.WriteInt32Array(Partitions);
            writer.WriteNoTags();
        }
    }
}
