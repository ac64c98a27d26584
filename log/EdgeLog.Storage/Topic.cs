using System.Collections.Immutable;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// A topic's identity and current settings. Lives until the topic is deleted; a recreated topic is another one.
/// </summary>
public sealed class Topic
{
    private TopicConfig _config;
    private ImmutableArray<Partition> _partitions = [];
    private int _nextKeyless;

    internal Topic(string name, Guid id, TopicConfig config)
    {
        Name = name;
        Id = id;
        _config = config;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The id, never used again for another topic. Kafka's byte order is the big-endian one.</summary>
    public Guid Id { get; }

    /// <summary>Whether it is one of the gateway's own topics (<c>__…</c>).</summary>
    public bool IsInternal => Name.StartsWith("__", StringComparison.Ordinal);

    /// <summary>The settings in force.</summary>
    public TopicConfig Config => Volatile.Read(ref _config);

    /// <summary>The partitions by index.</summary>
    public ImmutableArray<Partition> Partitions => _partitions;

    /// <summary>The partition Kafka's clients choose for a key: murmur2, as the Java client does.</summary>
    public Partition PartitionFor(ReadOnlySpan<byte> key)
    {
        ImmutableArray<Partition> partitions = _partitions;
        return partitions[Murmur2.PartitionFor(key, partitions.Length)];
    }

    /// <summary>A partition for a record without a key: each in turn.</summary>
    public Partition PartitionForKeyless()
    {
        ImmutableArray<Partition> partitions = _partitions;
        uint next = (uint)Interlocked.Increment(ref _nextKeyless);
        return partitions[(int)(next % (uint)partitions.Length)];
    }

    /// <summary>
    /// What an append would be refused for if it held this loose record, and the reason in words: so that one that can
    /// never be taken is kept out of a run with good ones. None where nothing is wrong with it.
    /// </summary>
    public (AppendError Error, string? Message) Judge(in RecordRunEntry record) =>
        AppendCheck.JudgeRecord(record, this, AppendSizeLimit.OfTopic);

    /// <summary>Replaces the settings. Catalog's.</summary>
    internal void SetConfig(TopicConfig config) => Volatile.Write(ref _config, config);

    /// <summary>Adds partitions behind those there are. Catalog's.</summary>
    internal void AddPartitions(IEnumerable<Partition> partitions) => _partitions = _partitions.AddRange(partitions);
}
