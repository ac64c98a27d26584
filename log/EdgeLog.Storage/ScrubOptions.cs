namespace EdgeLog.Storage;

/// <summary>How the log looks for rot that nobody has come upon yet.</summary>
public sealed record ScrubOptions
{
    /// <summary>
    /// Bytes read a second, at most. 1 MiB: a hundredth of what a card reads, so nobody notices; 10 GB in three hours.
    /// Zero: no scrub.
    /// </summary>
    public long BytesPerSecond { get; init; } = 1024 * 1024;

    /// <summary>
    /// How long after a pass the next one begins. A day: rot grows over months, and each pass may be the last in which
    /// a range can still be fetched again from where it came.
    /// </summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long after the start the first pass begins: a start has other things to do.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMinutes(5);
}
