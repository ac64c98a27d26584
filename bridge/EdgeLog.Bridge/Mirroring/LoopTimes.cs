using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Bridge;

/// <summary>
/// The clock as the mirror's loop uses it: monotonic for every wait, the wall clock only for record stamps.
/// </summary>
internal sealed class LoopTimes(TimeProvider time)
{
    public TimeProvider Clock => time;

    /// <summary>The wall clock, in milliseconds since 1970 UTC.</summary>
    public long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What a record written now is stamped with.</summary>
    public RecordStamp Stamp => LogClock.StampBy(time);

    /// <summary>The monotonic clock.</summary>
    public long Now => time.GetTimestamp();

    public long After(TimeSpan delay) => Now + (long)(delay.TotalSeconds * time.TimestampFrequency);

    public bool IsDue(long timestamp) => timestamp <= Now;

    /// <summary>How long until <paramref name="timestamp"/>; not negative.</summary>
    public TimeSpan Until(long timestamp) =>
        timestamp <= Now ? TimeSpan.Zero : time.GetElapsedTime(Now, timestamp);

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellation) => Task.Delay(delay, time, cancellation);
}
