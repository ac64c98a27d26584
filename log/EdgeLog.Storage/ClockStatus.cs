namespace EdgeLog.Storage;

/// <summary>Whether the log believes the machine's clock.</summary>
public sealed record ClockStatus
{
    /// <summary>Whether it does.</summary>
    public bool IsTrusted => Reason is null;

    /// <summary>Why it does not; null where it does.</summary>
    public required string? Reason { get; init; }

    /// <summary>Since when that is so, by the log's time.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>
    /// How many boots of the machine gave records times whose error is not known, or not yet. Those records keep the
    /// times they got.
    /// </summary>
    public required int UncorrectedBoots { get; init; }
}
