namespace EdgeLog.Kafka.Fetch;

/// <summary>A partition as a fetch names it: by topic name up to version 12, by topic id from 13 on.</summary>
internal readonly record struct FetchKey(string Name, Guid TopicId, int Partition)
{
    /// <summary>Whether both are partitions of the same topic.</summary>
    public bool IsSameTopic(in FetchKey other) => TopicId == other.TopicId && Name == other.Name;
}
