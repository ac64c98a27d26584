namespace EdgeLog.Storage;

/// <summary>All that was declared for one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Gaps">How many declarations.</param>
/// <param name="Records">How many records they tell of.</param>
public readonly record struct GapTotals(GapReason Reason, long Gaps, long Records)
{
    /// <summary>The reason as it stands in <c>__edgelog_gaps</c>.</summary>
    public string Name => Reason.ToString().ToLowerInvariant();

    /// <summary>Whether something is lost, and not merely gone as it was meant to.</summary>
    public bool IsLoss => Gap.IsLossBy(Reason);
}
