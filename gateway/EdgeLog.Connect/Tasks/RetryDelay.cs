namespace EdgeLog.Connect;

/// <summary>
/// How long to wait before the next try: doubled with every failure up to a limit, with up to a fifth taken off by
/// chance, so
/// that what failed together does not try together. Used by one loop.
/// </summary>
public sealed class RetryDelay
{
    private readonly TimeSpan _first;
    private readonly TimeSpan _longest;
    private readonly Random _random;

    /// <summary>
    /// Waits <paramref name="first"/> after the first failure, never more than <paramref name="longest"/>.
    /// </summary>
    public RetryDelay(TimeSpan first, TimeSpan longest, Random random)
    {
        _first = first;
        _longest = longest;
        _random = random;
    }

    /// <summary>How often it failed since the last success.</summary>
    public int FailureCount { get; private set; }

    /// <summary>Counts a failure and says how long to wait.</summary>
    public TimeSpan Next()
    {
        double factor = Math.Pow(2, Math.Min(FailureCount++, 30));
        double ms = Math.Min(_first.TotalMilliseconds * factor, _longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(ms * (1 - (_random.NextDouble() / 5)));
    }

    /// <summary>Starts anew after a success.</summary>
    public void Reset() => FailureCount = 0;
}
