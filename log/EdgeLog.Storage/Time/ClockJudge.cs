using System.Globalization;

namespace EdgeLog.Storage;

/// <summary>
/// Judges whether the wall clock is to be believed. Not while it is behind the last time known; not while nothing holds
/// it and it starts anywhere; and not for an hour after it leapt ahead with nothing to hold it. Owned by
/// <see cref="LogClock"/>, under its lock.
/// </summary>
internal sealed class ClockJudge
{
    private readonly bool _knewTime;
    private long _lastKnownMs;
    private ClockReading? _believed;
    private ClockReading _last;
    private long _runsTrueSinceMs;
    private long? _heldSinceMs;

    /// <summary>Begins at a start of the log.</summary>
    /// <param name="now">The clocks now.</param>
    /// <param name="saved">What the log last wrote down; null where it knows nothing.</param>
    /// <param name="bootId">The boot that runs now.</param>
    public ClockJudge(ClockReading now, ClockFile? saved, Guid bootId)
    {
        _last = now;
        _runsTrueSinceMs = now.UpMs;
        _knewTime = saved?.TrustedMs is not null;
        LastKnownMs = saved?.TrustedMs ?? 0;
        if (saved is { IsTrusted: true, TrustedMs: { } trustedMs } && saved.BootId == bootId)
        {
            _believed = new ClockReading(trustedMs, saved.UpMs);
        }
    }

    /// <summary>The last trusted time that was written down.</summary>
    public long LastKnownMs
    {
        get => _lastKnownMs;
        set => _lastKnownMs = Math.Max(value, ClockLimits.EarliestMs);
    }

    /// <summary>Whether the wall clock did something since it was last judged that must be judged at once.</summary>
    public bool IsSuspicious(ClockReading now) =>
        now.WallMs < _lastKnownMs || Math.Abs(now.JumpSince(_last)) > ClockLimits.StepMaxMs;

    /// <summary>Why the clock is not to be believed; null where it is.</summary>
    public string? Judge(ClockReading now, ClockSource source)
    {
        bool isHeld = source == ClockSource.Synchronised;
        if (Math.Abs(now.JumpSince(_last)) > ClockLimits.StepMaxMs)
        {
            _runsTrueSinceMs = now.UpMs;
            _heldSinceMs = null;
        }

        _last = now;
        _heldSinceMs = isHeld ? _heldSinceMs ?? now.UpMs : null;
        string? reason = source == ClockSource.None
            ? "not synchronised, and no real-time clock kept it running"
            : JudgeBehind(now, isHeld) ?? JudgeLeap(now, isHeld);
        _believed = reason is null ? now : _believed;
        return reason;
    }

    private string? JudgeBehind(ClockReading now, bool isHeld)
    {
        if (now.WallMs >= _lastKnownMs)
        {
            return null;
        }

        bool isProven = isHeld
            ? now.UpMs - _heldSinceMs >= ClockLimits.HeldBehindTrialMs
            : now.UpMs - _runsTrueSinceMs >= ClockLimits.BehindTrialMs;
        return isProven && now.WallMs >= ClockLimits.EarliestMs
            ? null
            : $"it says {Show(now.WallMs)}, before the last time known, {Show(_lastKnownMs)}";
    }

    private string? JudgeLeap(ClockReading now, bool isHeld)
    {
        long leapMs = _believed is { } believed ? now.JumpSince(believed) : now.WallMs - _lastKnownMs;
        bool isLeap = _believed is null
            ? _knewTime && leapMs > ClockLimits.OffMaxMs
            : Math.Abs(leapMs) > ClockLimits.StepMaxMs;
        return !isLeap || isHeld || now.UpMs - _runsTrueSinceMs >= ClockLimits.LeapTrialMs
            ? null
            : $"it leapt to {Show(now.WallMs)}; believed if it runs on like that for an hour or is synchronised";
    }

    private static string Show(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            .ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
