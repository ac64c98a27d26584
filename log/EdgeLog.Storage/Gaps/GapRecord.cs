namespace EdgeLog.Storage;

/// <summary>A gap as it stands in <c>__edgelog_gaps</c>: the value, JSON; the key is topic-partition.</summary>
internal sealed record GapRecord
{
    public required string Topic { get; init; }

    /// <summary>The topic's id, as Kafka writes it.</summary>
    public string? TopicId { get; init; }

    public int? Partition { get; init; }

    public long? First { get; init; }

    public long? Last { get; init; }

    public long Count { get; init; }

    public required string Reason { get; init; }

    public IReadOnlyList<string>? Mirrors { get; init; }

    public DateTimeOffset Time { get; init; }

    public static GapRecord Of(Gap gap) => new()
    {
        Topic = gap.Topic,
        TopicId = gap.TopicId is { } id ? LogPaths.FormatTopicId(id) : null,
        Partition = gap.Partition < 0 ? null : gap.Partition,
        First = gap.FirstOffset < 0 ? null : gap.FirstOffset,
        Last = gap.LastOffset < 0 ? null : gap.LastOffset,
        Count = gap.Count,
        Reason = gap.Reason.ToString().ToLowerInvariant(),
        Mirrors = gap.Mirrors.Count == 0 ? null : gap.Mirrors,
        Time = gap.Time,
    };

    /// <summary>The gap; null where the reason is one this version does not know.</summary>
    public Gap? ToGap() => Enum.TryParse(Reason, ignoreCase: true, out GapReason reason)
        ? new Gap
        {
            Topic = Topic,
            TopicId = TopicId is not null && LogPaths.TryParseTopicId(TopicId, out Guid id) ? id : null,
            Partition = Partition ?? -1,
            FirstOffset = First ?? -1,
            LastOffset = Last ?? -1,
            Count = Count,
            Reason = reason,
            Mirrors = Mirrors ?? [],
            Time = Time,
        }
        : null;
}
