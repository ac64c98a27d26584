namespace EdgeLog.Storage;

/// <summary>
/// What became of everything a topic ever received: received = stored + lost + removed + compacted + unexplained, and
/// the last must be 0.
/// </summary>
public sealed record TopicAccount
{
    /// <summary>The topic's name.</summary>
    public required string Topic { get; init; }

    /// <summary>Offsets ever given out, and messages of QoS 0 refused.</summary>
    public long Received { get; init; }

    /// <summary>Offsets of records that are in the log, by the header of every batch.</summary>
    public long Stored { get; init; }

    /// <summary>Declared as lost: dropped, expired or damaged before every mirror had them, or refused.</summary>
    public long Lost { get; init; }

    /// <summary>Declared as gone without loss: mirrored, or past the retention the topic was given.</summary>
    public long Removed { get; init; }

    /// <summary>Not there because a later record with the same key is, or a tombstone was.</summary>
    public long Compacted { get; init; }

    /// <summary>Neither there nor declared.</summary>
    public long Unexplained => Received - Stored - Lost - Removed - Compacted;

    /// <summary>
    /// The first few ranges that are neither there nor declared, as <c>topic-partition first..last</c>.
    /// </summary>
    public IReadOnlyList<string> UnexplainedRanges { get; init; } = [];
}
