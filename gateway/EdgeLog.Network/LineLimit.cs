namespace EdgeLog.Network;

/// <summary>Lets one log line pass a minute, and counts those it does not. Safe from any thread.</summary>
public sealed class LineLimit(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _lastPass;
    private long _held;

    /// <summary>Whether a line may be written now, and how many were not since the last one.</summary>
    public bool TryPass(out long held)
    {
        lock (_lock)
        {
            held = _held;
            if (_lastPass is { } last && time.GetElapsedTime(last) < Interval)
            {
                _held++;
                return false;
            }

            _held = 0;
            _lastPass = time.GetTimestamp();
            return true;
        }
    }
}
