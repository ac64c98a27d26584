namespace EdgeLog.PowerCut;

/// <summary>What became of the pages that were not flushed.</summary>
/// <param name="Mode">How the card failed.</param>
/// <param name="Pages">How many pages were not flushed.</param>
/// <param name="Kept">How many of them have their newest content all the same.</param>
/// <param name="Torn">How many have an older state that they had since the last flush.</param>
internal sealed record CutReport(CutMode Mode, int Pages, int Kept, int Torn)
{
    /// <summary>How many are as they were at the last flush.</summary>
    public int Dropped => Pages - Kept - Torn;

    public override string ToString() =>
        $"{Mode.ToString().ToLowerInvariant()}: {Pages} pages, {Kept} kept, {Torn} torn, {Dropped} dropped";
}
