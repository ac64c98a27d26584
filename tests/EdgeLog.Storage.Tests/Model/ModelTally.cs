namespace EdgeLog.Storage.Tests;

/// <summary>What was done in all runs.</summary>
internal sealed class ModelTally
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Count(string what, long times = 1)
    {
        lock (_lock)
        {
            _counts[what] = _counts.GetValueOrDefault(what) + times;
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            return string.Join(", ", _counts.Select(count => $"{count.Value} {count.Key}"));
        }
    }
}
