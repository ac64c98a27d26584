namespace EdgeLog.Records;

/// <summary>What a topic asks of the batches producers send to it.</summary>
public readonly record struct ValidationRules
{
    /// <summary>Any well-formed batch with records' own times.</summary>
    public ValidationRules()
    {
    }

    /// <summary>
    /// The most bytes the records may unfold to; <see cref="RecordLimits.MaxUncompressedBytes"/> at most.
    /// </summary>
    public int MaxUncompressedBytes { get; init; } = RecordLimits.MaxUncompressedBytes;

    /// <summary>Whether every record needs a key, as in a compacted topic.</summary>
    public bool RequiresKeys { get; init; }

    /// <summary>
    /// Who stamps the topic's records. Where it is the log, the producers' times are not looked at, and a batch may
    /// claim either.
    /// </summary>
    public TimestampType TimestampType { get; init; } = TimestampType.CreateTime;

    /// <summary>
    /// The earliest time accepted, in milliseconds; from <c>message.timestamp.before.max.ms</c> and the clock.
    /// </summary>
    public long EarliestTimestampMs { get; init; } = long.MinValue;

    /// <summary>
    /// The latest time accepted, in milliseconds; from <c>message.timestamp.after.max.ms</c> and the clock.
    /// </summary>
    public long LatestTimestampMs { get; init; } = long.MaxValue;
}
