namespace EdgeLog.Storage;

/// <summary>
/// Holds the compactor to its share of the disk: whoever has moved more bytes than the time since then allows, waits.
/// Owned by the compactor's thread.
/// </summary>
internal sealed class CompactionThrottle
{
    /// <summary>Shorter waits cost more in wake-ups than they are worth.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);

    /// <summary>What was not used for longer than this is not made up for.</summary>
    private static readonly TimeSpan LongestCredit = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly CancellationToken _cancellation;
    private readonly long _bytesPerSecond;
    private long _since;
    private long _bytes;

    public CompactionThrottle(TimeProvider time, long bytesPerSecond, CancellationToken cancellation)
    {
        _time = time;
        _bytesPerSecond = Math.Max(1, bytesPerSecond);
        _cancellation = cancellation;
        _since = time.GetTimestamp();
    }

    /// <summary>
    /// Takes note of bytes read or written and waits until they are paid for; throws where the log is stopping.
    /// </summary>
    public void Pay(long bytes)
    {
        _cancellation.ThrowIfCancellationRequested();
        _bytes += bytes;
        TimeSpan due = TimeSpan.FromSeconds((double)_bytes / _bytesPerSecond);
        TimeSpan wait = due - _time.GetElapsedTime(_since);
        if (wait > ShortestWait)
        {
            // On the compactor's own thread, which nobody waits for.
            Task.Delay(wait, _time, _cancellation).GetAwaiter().GetResult();
        }
        else if (wait > -LongestCredit)
        {
            return;
        }

        _since = _time.GetTimestamp();
        _bytes = 0;
    }
}
