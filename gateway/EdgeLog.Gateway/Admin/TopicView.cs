namespace EdgeLog.Gateway.Admin;

/// <summary>A topic as commands show it.</summary>
internal sealed record TopicView
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whether it is the gateway's own.</summary>
    public required bool Internal { get; init; }

    /// <summary>Records there now, over all partitions.</summary>
    public required long Records { get; init; }

    /// <summary>Bytes on the disk.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Where it is declared, <c>file:line</c>; null where it is not.</summary>
    public string? Declared { get; init; }

    /// <summary>Its partitions.</summary>
    public required IReadOnlyList<PartitionView> Partitions { get; init; }

    /// <summary>Its settings, those that differ from the defaults first said on the topic.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }
}

/// <summary>A partition as commands show it.</summary>
internal sealed record PartitionView(
    int Partition, long LogStartOffset, long HighWatermark, long SizeBytes, int LeaderEpoch);

/// <summary>A topic to create or to change: null is as it is.</summary>
internal sealed record TopicChange
{
    /// <summary>Partitions, which only grow.</summary>
    public int? Partitions { get; init; }

    /// <summary>Settings to set; a null resets one.</summary>
    public IReadOnlyDictionary<string, string?>? Settings { get; init; }
}
