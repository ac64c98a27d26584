using System.Collections.Immutable;

namespace EdgeLog.Storage;

/// <summary>A topic's identity and current settings. Lives until the topic is deleted; a recreated topic is another one.</summary>
public sealed class Topic
{
    /// <summary>The name.</summary>
    public string Name => throw new NotImplementedException();

    /// <summary>The id, never used again for another topic. Kafka's byte order is the big-endian one.</summary>
    public Guid Id => throw new NotImplementedException();

    /// <summary>Whether it is one of the gateway's own topics (<c>__…</c>).</summary>
    public bool IsInternal => throw new NotImplementedException();

    /// <summary>The settings in force.</summary>
    public TopicConfig Config => throw new NotImplementedException();

    /// <summary>The partitions by index.</summary>
    public ImmutableArray<Partition> Partitions => throw new NotImplementedException();

    /// <summary>The partition Kafka's clients choose for a key: murmur2, as the Java client does.</summary>
    public Partition PartitionFor(ReadOnlySpan<byte> key) => throw new NotImplementedException();

    /// <summary>A partition for a record without a key: each in turn.</summary>
    public Partition PartitionForKeyless() => throw new NotImplementedException();
}
