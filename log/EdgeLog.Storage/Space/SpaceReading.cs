namespace EdgeLog.Storage;

/// <summary>The room of a data directory as it was measured last.</summary>
/// <param name="UsedBytes">What is ours: everything in the directory, blocks reserved ahead included.</param>
/// <param name="LimitBytes">What may be ours: the budget, or less where others leave less than the reserve.</param>
/// <param name="ReserveBytes">What is to stay free.</param>
/// <param name="FreeBytes">What the filesystem has free.</param>
internal readonly record struct SpaceReading(long UsedBytes, long LimitBytes, long ReserveBytes, long FreeBytes)
{
    /// <summary>How much more may become ours; negative where we hold too much.</summary>
    public long HeadroomBytes => LimitBytes - UsedBytes;

    /// <summary>
    /// Below this headroom room is made. A sixteenth of the limit, so that small budgets are used and large ones have
    /// time: 32 MiB are what a fast writer fills in the third of a second that making room takes.
    /// </summary>
    public long LowBytes => Math.Clamp(LimitBytes / 16, 64 * 1024, 32 * 1024 * 1024);

    /// <summary>Up to this headroom room is made: once begun, enough that it does not begin again at once.</summary>
    public long GoalBytes => 2 * LowBytes;

    /// <summary>Whether room is to be made.</summary>
    public bool IsLow => HeadroomBytes < LowBytes;

    /// <summary>
    /// Whether appends had better wait while room is being made: what is on its way past the gate then still fits, an
    /// inbox, three groups, and what is reserved ahead.
    /// </summary>
    public bool IsTight => HeadroomBytes < Math.Min(LowBytes, 16 * 1024 * 1024);

    /// <summary>Whether there is next to nothing left.</summary>
    public bool IsUsedUp => HeadroomBytes < LowBytes / 2;
}
