namespace EdgeLog.Storage;

/// <summary>
/// What the catalog says of a topic, under the key <c>topic:NAME</c>; a tombstone where it was deleted.
/// </summary>
internal sealed record TopicRecord
{
    /// <summary>The topic's id, as Kafka writes it.</summary>
    public required string Id { get; init; }

    public required int Partitions { get; init; }

    /// <summary>Whether somebody created it by merely naming it.</summary>
    public bool Auto { get; init; }

    /// <summary>The settings made on the topic, in Kafka's plain form.</summary>
    public SortedDictionary<string, string> Config { get; init; } = [];

    /// <summary>The topic's id; the empty one, which no topic has, where the text is none.</summary>
    public Guid ParseId() => LogPaths.TryParseTopicId(Id, out Guid id) ? id : Guid.Empty;
}
