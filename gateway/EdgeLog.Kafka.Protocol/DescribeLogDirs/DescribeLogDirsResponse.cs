namespace EdgeLog.Kafka.Protocol;

/// <summary>What takes room on the disk.</summary>
public sealed class DescribeLogDirsResponse
{
    /// <summary>How long the client shall wait before its next request, in milliseconds.</summary>
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong, or none.</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The results.</summary>
    public List<Result> Results { get; set; } = [];

    /// <summary>Reads the response in <paramref name="version"/>.</summary>
    public static DescribeLogDirsResponse Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.DescribeLogDirs, version);
        var response = new DescribeLogDirsResponse();
        response.ThrottleTimeMs = reader.ReadInt32();

        if (version >= 3)
        {
            response.ErrorCode = reader.ReadErrorCode();
        }

        response.Results = reader.ReadArray<Result>(version);
        reader.SkipTags();
        return response;
    }

    /// <summary>Writes the response.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.DescribeLogDirs, version);
        writer.WriteInt32(ThrottleTimeMs);

        if (version >= 3)
        {
            writer.WriteErrorCode(ErrorCode);
        }

        writer.WriteArray(Results, version);
        writer.WriteNoTags();
    }

    /// <summary>One result.</summary>
    public sealed class Result : IMessagePart<Result>
    {
        /// <summary>What went wrong, or none.</summary>
        public ErrorCode ErrorCode { get; set; }

        /// <summary>The directory.</summary>
        public string LogDir { get; set; } = "";

        /// <summary>The topics.</summary>
        public List<Topic> Topics { get; set; } = [];

        /// <summary>Size of the volume.</summary>
        public long TotalBytes { get; set; } = -1;

        /// <summary>Room left on the volume.</summary>
        public long UsableBytes { get; set; } = -1;

        /// <summary>Whether it takes no new partitions.</summary>
        public bool IsCordoned { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Result Read(ref KafkaReader reader, short version)
        {
            var result = new Result();
            result.ErrorCode = reader.ReadErrorCode();
            result.LogDir = reader.ReadString();
            result.Topics = reader.ReadArray<Topic>(version);

            if (version >= 4)
            {
                result.TotalBytes = reader.ReadInt64();
                result.UsableBytes = reader.ReadInt64();
            }

            if (version >= 5)
            {
                result.IsCordoned = reader.ReadBoolean();
            }

            reader.SkipTags();
            return result;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteErrorCode(ErrorCode);
            writer.WriteString(LogDir);
            writer.WriteArray(Topics, version);

            if (version >= 4)
            {
                writer.WriteInt64(TotalBytes);
                writer.WriteInt64(UsableBytes);
            }

            if (version >= 5)
            {
                writer.WriteBoolean(IsCordoned);
            }

            writer.WriteNoTags();
        }
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

        /// <summary>Bytes of its segments.</summary>
        public long PartitionSize { get; set; }

        /// <summary>How far behind it is.</summary>
        public long OffsetLag { get; set; }

        /// <summary>Whether it is being moved here.</summary>
        public bool IsFutureKey { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Partition Read(ref KafkaReader reader, short version)
        {
            var partition = new Partition();
            partition.PartitionIndex = reader.ReadInt32();
            partition.PartitionSize = reader.ReadInt64();
            partition.OffsetLag = reader.ReadInt64();
            partition.IsFutureKey = reader.ReadBoolean();
            reader.SkipTags();
            return partition;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt64(PartitionSize);
            writer.WriteInt64(OffsetLag);
            writer.WriteBoolean(IsFutureKey);
            writer.WriteNoTags();
        }
    }
}
