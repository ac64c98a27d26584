namespace EdgeLog.Storage;

/// <summary>One record of <c>__edgelog_gaps</c>: what is missing from a topic, and why.</summary>
public sealed record Gap
{
    /// <summary>The topic's name.</summary>
    public required string Topic { get; init; }

    /// <summary>The topic's id; null where the name is all that counts.</summary>
    public Guid? TopicId { get; init; }

    /// <summary>The partition; -1 where the records were refused before they had one.</summary>
    public int Partition { get; init; } = -1;

    /// <summary>The first offset that is missing; -1 where the records never had offsets.</summary>
    public long FirstOffset { get; init; } = -1;

    /// <summary>The last one; -1 likewise.</summary>
    public long LastOffset { get; init; } = -1;

    /// <summary>How many offsets, or how many records that never had any.</summary>
    public required long Count { get; init; }

    /// <summary>Why.</summary>
    public required GapReason Reason { get; init; }

    /// <summary>When it was declared, by the log's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The mirrors that did not have all of it.</summary>
    public IReadOnlyList<string> Mirrors { get; init; } = [];

    /// <summary>Whether something is lost, and not merely gone as it was meant to.</summary>
    public bool IsLoss => IsLossBy(Reason);

    internal static bool IsLossBy(GapReason reason) =>
        reason is GapReason.Overflow or GapReason.Expired or GapReason.Damaged or GapReason.Refused;
}
