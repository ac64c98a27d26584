namespace EdgeLog.Kafka.Protocol;

/// <summary>Elects leaders of partitions.</summary>
public sealed class ElectLeadersRequest
{
    /// <summary>0 the preferred replica, 1 an unclean one.</summary>
    public sbyte ElectionType { get; set; }

    /// <summary>The partitions by topic.</summary>
    public List<TopicPartitions>? TopicPartitions { get; set; } = [];

    /// <summary>How long the broker may take, in milliseconds.</summary>
    public int TimeoutMs { get; set; } = 60000;

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static ElectLeadersRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.ElectLeaders, version);
        var request = new ElectLeadersRequest();
        if (version >= 1)
        {
            request.ElectionType = reader.ReadInt8();
        }

        request.TopicPartitions = reader.ReadNullableArray<TopicPartitions>(version);
        request.TimeoutMs = reader.ReadInt32();
        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.ElectLeaders, version);
        if (version >= 1)
        {
            writer.WriteInt8(ElectionType);
        }

        writer.WriteArray(TopicPartitions, version);
        writer.WriteInt32(TimeoutMs);
        writer.WriteNoTags();
    }
}
