using System.Text;
using EdgeLog.Records;

namespace EdgeLog.Mqtt;

/// <summary>
/// Where the retained messages are in <see cref="StateTopic"/>, by topic. They themselves stay in the log. Bounded in
/// number. Any thread, under one lock.
/// </summary>
internal sealed class RetainedMessages(int messagesMax)
{
    // Removals are remembered while an older message may still come in late.
    private const int RemovedMax = 1_024;

    private readonly Lock _lock = new();
    private readonly Dictionary<byte[], RetainedPlace> _places = new(Utf8Comparer.Instance);
    private int _removedCount;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _places.Count - _removedCount;
            }
        }
    }

    /// <summary>Whether there is room for a message of that topic; there is for one in place of another.</summary>
    public bool HasRoomFor(ReadOnlySpan<byte> topic)
    {
        lock (_lock)
        {
            return _places.Count - _removedCount < messagesMax
                || _places.GetAlternateLookup<ReadOnlySpan<byte>>().ContainsKey(topic);
        }
    }

    /// <summary>Notes what is durable now of a topic; an earlier one that comes later changes nothing.</summary>
    public void Set(byte[] topic, in RetainedPlace place)
    {
        lock (_lock)
        {
            var hadPlace = _places.TryGetValue(topic, out var former);
            if (hadPlace && former.Offset >= place.Offset)
            {
                return;
            }

            _removedCount += (place.IsRemoved ? 1 : 0) - (hadPlace && former.IsRemoved ? 1 : 0);
            _places[topic] = place;
            if (_removedCount > RemovedMax)
            {
                ForgetRemoved();
            }
        }
    }

    /// <summary>What a filter matches, oldest first.</summary>
    public IReadOnlyList<Offset> Matching(TopicFilter filter, long nowMs)
    {
        lock (_lock)
        {
            if (!filter.HasWildcard)
            {
                return _places.TryGetValue(Encoding.UTF8.GetBytes(filter.Text), out var only) && only.IsAliveAt(nowMs)
                    ? [only.Offset]
                    : [];
            }

            return
            [
                .. _places
                    .Where(pair => pair.Value.IsAliveAt(nowMs) && filter.Matches(pair.Key))
                    .Select(pair => pair.Value.Offset)
                    .Order(),
            ];
        }
    }

    /// <summary>The topics whose message has expired by then.</summary>
    public IReadOnlyList<byte[]> ExpiredAt(long nowMs)
    {
        lock (_lock)
        {
            return [.. _places.Where(pair => pair.Value.ExpiresAtMs <= nowMs).Select(pair => pair.Key)];
        }
    }

    /// <summary>Forgets one that has expired.</summary>
    public void Forget(byte[] topic)
    {
        lock (_lock)
        {
            if (_places.Remove(topic, out var former) && former.IsRemoved)
            {
                _removedCount--;
            }
        }
    }

    private void ForgetRemoved()
    {
        foreach (var (topic, _) in _places.Where(pair => pair.Value.IsRemoved).ToArray())
        {
            _places.Remove(topic);
        }

        _removedCount = 0;
    }
}
