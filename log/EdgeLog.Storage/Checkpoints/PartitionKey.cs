namespace EdgeLog.Storage;

/// <summary>A partition by its topic's id, which unlike the name is never used again.</summary>
internal readonly record struct PartitionKey(Guid TopicId, int Partition)
{
    public static PartitionKey Of(Partition partition) => new(partition.Topic.Id, partition.Id.Partition);
}
