namespace EdgeLog.Kafka.Protocol;

/// <summary>
/// Record batches of partitions. As an object for who reads it; who serves it writes it with <see
/// cref="FetchResponseWriter"/>.
/// </summary>
public sealed class FetchResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong with the request as a whole, or none (v7+).</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The fetch session; 0 for none (v7+).</summary>
    public int SessionId { get; set; }

    /// <summary>The topics; in a session those of which there is something to tell.</summary>
    public RecyclingList<Topic> Topics { get; } = new();

    /// <summary>Where the leaders named in the partitions are reached (v16+).</summary>
    public List<NodeEndpoint> NodeEndpoints { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static FetchResponse Read(ref KafkaReader reader, short version)
    {
        var response = new FetchResponse();
        response.Fill(ref reader, version);
        return response;
    }

    /// <summary>Reads the response into this instance, in place of what it held.</summary>
    public void Fill(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.Fetch, version);
        ThrottleTimeMs = reader.ReadInt32();
        ErrorCode = version >= 7 ? reader.ReadErrorCode() : ErrorCode.None;
        SessionId = version >= 7 ? reader.ReadInt32() : 0;
        Topics.Clear();
        for (var left = reader.ReadArrayCount(Topic.BytesMin); left > 0; left--)
        {
            Topics.Add().Fill(ref reader, version);
        }

        NodeEndpoints = [];
        for (var left = reader.ReadTagCount(); left > 0; left--)
        {
            if (reader.BeginTag(out var end) == 0 && version >= 16)
            {
                NodeEndpoints = reader.ReadArray<NodeEndpoint>(version);
            }

            reader.EndTag(end);
        }
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.Fetch, version);
        writer.WriteInt32(ThrottleTimeMs);
        if (version >= 7)
        {
            writer.WriteErrorCode(ErrorCode);
            writer.WriteInt32(SessionId);
        }

        writer.WriteArrayCount(Topics.Count);
        foreach (var topic in Topics)
        {
            topic.Write(ref writer, version);
        }

        WriteTags(ref writer, NodeEndpoints, version);
    }

    internal static void WriteTags(ref KafkaWriter writer, List<NodeEndpoint> endpoints, short version)
    {
        if (version < 16 || endpoints.Count == 0)
        {
            writer.WriteNoTags();
            return;
        }

        writer.WriteTagCount(1);
        var start = writer.BeginTag(0);
        writer.WriteArray(endpoints, version);
        writer.EndTag(start);
    }

    /// <summary>The partitions of one topic.</summary>
    public sealed class Topic
    {
        internal const int BytesMin = 2;

        /// <summary>Its name, up to version 12.</summary>
        public string Name { get; set; } = "";

        /// <summary>Its id, from version 13 on.</summary>
        public Guid TopicId { get; set; }

        /// <summary>Its partitions.</summary>
        public RecyclingList<FetchedPartition> Partitions { get; } = new();

        internal void Fill(ref KafkaReader reader, short version)
        {
            Name = version <= 12 ? reader.ReadName() : "";
            TopicId = version >= 13 ? reader.ReadUuid() : Guid.Empty;
            Partitions.Clear();
            for (var left = reader.ReadArrayCount(FetchedPartition.BytesMin); left > 0; left--)
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
}
