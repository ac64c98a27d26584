using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// How far each configured mirror has brought each partition, as mirrors tell it: what lies before is confirmed by the
/// remote, what lies behind is to be kept for it. A mirror that wants a topic and has told no position of it protects
/// all of it. Safe from any thread.
/// </summary>
public sealed class MirrorPositions
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MirrorEntry> _mirrors = new(StringComparer.Ordinal);
    private Action? _onMoved;

    internal MirrorPositions(IEnumerable<string> awaited)
    {
        foreach (string name in awaited)
        {
            _mirrors.Add(name, new MirrorEntry(null));
        }
    }

    /// <summary>
    /// A mirror is configured, or configured anew, to carry the topics that <paramref name="selects"/> accepts. The
    /// positions it has told stay.
    /// </summary>
    public void Declare(string mirror, Func<Topic, bool> selects)
    {
        lock (_lock)
        {
            _mirrors[mirror] = _mirrors.TryGetValue(mirror, out MirrorEntry? entry)
                ? entry with { Selects = selects }
                : new MirrorEntry(selects);
        }
    }

    /// <summary>A mirror is ready: it has told every position it knows of from before.</summary>
    public void SetReady(string mirror)
    {
        lock (_lock)
        {
            if (_mirrors.TryGetValue(mirror, out MirrorEntry? entry))
            {
                _mirrors[mirror] = entry with { IsReady = true };
            }
        }

        _onMoved?.Invoke();
    }

    /// <summary>A mirror is no longer configured: nothing is kept for it any more.</summary>
    public void Release(string mirror)
    {
        lock (_lock)
        {
            _mirrors.Remove(mirror);
        }

        _onMoved?.Invoke();
    }

    /// <summary>
    /// The remote has everything before <paramref name="next"/>, and the mirror would know so after a restart.
    /// </summary>
    public void Confirm(string mirror, Partition partition, Offset next)
    {
        lock (_lock)
        {
            if (_mirrors.TryGetValue(mirror, out MirrorEntry? entry))
            {
                entry.Confirmed[PartitionKey.Of(partition)] = next.Value;
            }
        }

        _onMoved?.Invoke();
    }

    /// <summary>
    /// Whether every configured mirror has told what it knows: before, nobody can say what is mirrored.
    /// </summary>
    internal bool IsComplete
    {
        get
        {
            lock (_lock)
            {
                return _mirrors.Values.All(entry => entry.IsReady);
            }
        }
    }

    /// <summary>The partition was deleted.</summary>
    internal void Forget(Partition partition)
    {
        lock (_lock)
        {
            foreach (MirrorEntry entry in _mirrors.Values)
            {
                entry.Confirmed.Remove(PartitionKey.Of(partition));
            }
        }
    }

    /// <summary>Calls <paramref name="wake"/> when a position moves or a mirror goes.</summary>
    internal void OnMoved(Action wake) => _onMoved = wake;

    /// <summary>
    /// The offset before which every mirror that wants the partition has confirmed; null where none wants it.
    /// </summary>
    internal long? ConfirmedBefore(Partition partition)
    {
        long? confirmed = null;
        lock (_lock)
        {
            foreach (MirrorEntry entry in _mirrors.Values)
            {
                if (entry.Selects?.Invoke(partition.Topic) != false)
                {
                    long own = entry.Confirmed.GetValueOrDefault(PartitionKey.Of(partition));
                    confirmed = Math.Min(confirmed ?? long.MaxValue, own);
                }
            }
        }

        return confirmed;
    }

    /// <summary>The mirrors that want the partition and have not confirmed everything before an offset.</summary>
    internal IReadOnlyList<string> Missing(Partition partition, long before)
    {
        lock (_lock)
        {
            return
            [
                .. _mirrors
                    .Where(mirror => mirror.Value.Selects?.Invoke(partition.Topic) != false
                        && mirror.Value.Confirmed.GetValueOrDefault(PartitionKey.Of(partition)) < before)
                    .Select(mirror => mirror.Key)
                    .Order(StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>What is known of one mirror.</summary>
    private sealed record MirrorEntry(Func<Topic, bool>? Selects)
    {
        public bool IsReady { get; init; }

        public Dictionary<PartitionKey, long> Confirmed { get; } = [];
    }
}
