namespace EdgeLog.Storage;

/// <summary>
/// Decides how long a commit group gathers: for a fixed interval, or as long as that spares the card something. Of the
/// writer's thread; only the end of the time comes from another.
/// </summary>
/// <remarks>
/// <para>
/// Many devices that send at their own pace fill a block of the card together, if the group waits for them; a client
/// that waits for its acknowledgement sends nothing until then, and waiting would only cost it time. Which of the two
/// it is, a trial tells: once a second a group gathers for the whole <see cref="Window"/>, and the groups until the
/// next trial only until they hold three quarters of what that one did: not all, or everybody would be as slow as the
/// slowest client.
/// </para>
/// <para>
/// Nothing waits where the last group is longer ago than the window, or where <see cref="EnoughBytes"/> are there.
/// </para>
/// </remarks>
internal sealed class CommitGathering : IDisposable
{
    /// <summary>The longest it gathers by itself: about what a card takes to flush.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(20);

    /// <summary>Four blocks of the journal: padding is an eighth of that at most, so more would save little.</summary>
    public const int EnoughBytes = 16 * 1024;

    private static readonly TimeSpan TrialInterval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly AppendInbox _inbox;
    private readonly WakeSignal _wake;
    private readonly ITimer _timer;
    private long _formedAt;
    private long _triedAt;
    private int _learnedCount = int.MaxValue;
    private int _goalCount;
    private long _goalBytes;
    private bool _isUnderWay;
    private bool _isTrial;
    private bool _isTimeOver;

    public CommitGathering(TimeProvider time, AppendInbox inbox, WakeSignal wake)
    {
        _time = time;
        _inbox = inbox;
        _wake = wake;
        _formedAt = _triedAt = time.GetTimestamp() - time.TimestampFrequency;
        _timer = time.CreateTimer(
            static state => ((CommitGathering)state!).OnTimeOver(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>How long a group gathers from its first append on; null: as long as it pays.</summary>
    public TimeSpan? Interval { get; set; }

    /// <summary>Whether the group, which has at least one append, is to wait for more.</summary>
    public bool IsUnderWay()
    {
        if (!_isUnderWay && !TryBegin())
        {
            return false;
        }

        return !Volatile.Read(ref _isTimeOver) && _inbox.Count < _goalCount && _inbox.Bytes < _goalBytes;
    }

    /// <summary>The group is formed, of that many appends.</summary>
    public void OnFormed(int appends)
    {
        long now = _time.GetTimestamp();
        if (_isUnderWay && (_isTrial || (Volatile.Read(ref _isTimeOver) && appends < _learnedCount)))
        {
            _learnedCount = Math.Max(1, appends);
        }

        if (_isTrial)
        {
            _triedAt = now;
        }

        _formedAt = now;
        _isUnderWay = false;
        _isTrial = false;
    }

    public void Dispose() => _timer.Dispose();

    private bool TryBegin()
    {
        if (Interval is { } interval)
        {
            return interval > TimeSpan.Zero && Begin(interval, int.MaxValue, long.MaxValue);
        }

        long now = _time.GetTimestamp();
        if (_time.GetElapsedTime(_formedAt, now) > Window)
        {
            return false;
        }

        _isTrial = _time.GetElapsedTime(_triedAt, now) >= TrialInterval;
        int goalCount = _isTrial ? int.MaxValue : (int)Math.Ceiling(_learnedCount * 0.75);
        return goalCount > 1 && Begin(Window, goalCount, EnoughBytes);
    }

    private bool Begin(TimeSpan duration, int goalCount, long goalBytes)
    {
        _isUnderWay = true;
        _goalCount = goalCount;
        _goalBytes = goalBytes;
        Volatile.Write(ref _isTimeOver, false);
        _inbox.WakeAt(goalCount, goalBytes);
        _timer.Change(duration, Timeout.InfiniteTimeSpan);
        return true;
    }

    private void OnTimeOver()
    {
        Volatile.Write(ref _isTimeOver, true);
        _wake.Set();
    }
}
