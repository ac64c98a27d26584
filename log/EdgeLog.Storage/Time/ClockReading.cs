namespace EdgeLog.Storage;

/// <summary>The clocks at one moment, in milliseconds.</summary>
/// <param name="WallMs">The wall clock, since 1970 UTC.</param>
/// <param name="UpMs">Since the machine was started.</param>
internal readonly record struct ClockReading(long WallMs, long UpMs)
{
    /// <summary>How far the wall clock went beyond what passed since <paramref name="earlier"/>.</summary>
    public long JumpSince(ClockReading earlier) => WallMs - earlier.WallMs - (UpMs - earlier.UpMs);
}
