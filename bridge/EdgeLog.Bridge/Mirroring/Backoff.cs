namespace EdgeLog.Bridge;

/// <summary>How long to wait after so many failures in a row: doubling, up to a limit, half of it by chance.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan max, Random random)
{
    public TimeSpan After(int failures)
    {
        double doubled = first.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 30));
        double limited = Math.Min(doubled, max.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(limited * (0.5 + (random.NextDouble() / 2)));
    }
}
