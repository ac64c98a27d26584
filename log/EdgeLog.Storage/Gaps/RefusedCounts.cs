using System.Collections.Concurrent;

namespace EdgeLog.Storage;

/// <summary>Records refused at QoS 0 and not declared yet, by topic. Safe from any thread.</summary>
internal sealed class RefusedCounts
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public bool IsEmpty => _counts.IsEmpty;

    public void Add(string topic, long count) =>
        _counts.AddOrUpdate(topic, count, (_, before) => before + count);

    /// <summary>How many wait to be declared for a topic.</summary>
    public long Pending(string topic) => _counts.GetValueOrDefault(topic);

    /// <summary>
    /// Takes all counts out; they are given back with <see cref="Add"/> where they could not be declared.
    /// </summary>
    public IReadOnlyList<(string Topic, long Count)> TakeAll()
    {
        var taken = new List<(string, long)>();
        foreach (string topic in _counts.Keys)
        {
            if (_counts.TryRemove(topic, out long count) && count > 0)
            {
                taken.Add((topic, count));
            }
        }

        return taken;
    }
}
