namespace EdgeLog.Storage;

/// <summary>
/// Time as it passes, for ages: it began at the wall clock once and goes on with the monotonic clock; the time the
/// gateway was off is added when a trusted clock tells it, unless that is more than a month. It never jumps and never
/// goes back, so that no clock makes a record old or keeps it young. Owned by <see cref="LogClock"/>, under its lock.
/// </summary>
internal sealed class SteadyTime
{
    private readonly long _startUpMs;
    private readonly (long WallMs, long SteadyMs)? _before;
    private long _startMs;
    private bool _isOffTimeKnown;

    public SteadyTime(ClockReading now, ClockFile? saved, Guid bootId, string directory)
    {
        _startUpMs = now.UpMs;
        _startMs = saved?.SteadyMs ?? SteadyStart.Find(directory, now.WallMs);
        if (saved is not null && saved.BootId == bootId)
        {
            _startMs += Math.Max(0, now.UpMs - saved.UpMs);
            _isOffTimeKnown = true;
        }

        _before = saved?.TrustedMs is { } wallMs ? (wallMs, saved.TrustedSteadyMs) : null;
    }

    public long At(long upMs) => _startMs + (upMs - _startUpMs);

    /// <summary>The wall clock is trusted: adds the time the gateway was off, once a start.</summary>
    public void LearnOffTime(ClockReading now)
    {
        if (_isOffTimeKnown)
        {
            return;
        }

        _isOffTimeKnown = true;
        if (_before is { } before)
        {
            long offMs = now.WallMs - before.WallMs - (At(now.UpMs) - before.SteadyMs);
            _startMs += offMs is > 0 and var known && known <= ClockLimits.OffMaxMs ? offMs : 0;
        }
    }
}
