namespace EdgeLog.Records;

/// <summary>One partition of one topic, by name. Also the name of its folder on disk: <c>topic-partition</c>.</summary>
/// <param name="Topic">The topic's name.</param>
/// <param name="Partition">The partition's index, from 0.</param>
public readonly record struct TopicPartition(string Topic, int Partition)
{
    /// <inheritdoc />
    public override string ToString() => $"{Topic}-{Partition}";
}
