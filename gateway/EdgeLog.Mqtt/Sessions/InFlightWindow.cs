using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// The messages on their way to one subscriber by packet identifier, over its connections. Guarded by its session's
/// lock.
/// </summary>
internal sealed class InFlightWindow
{
    private readonly Dictionary<ushort, InFlightMessage> _messages = [];
    private readonly Queue<ushort> _resends = [];
    private ushort _last;
    private long _sequence;

    /// <summary>How many may be on their way at a time, on the present connection.</summary>
    public int Capacity { get; set; } = 1;

    public int Count => _messages.Count;

    public bool IsFull => _resends.Count > 0 || _messages.Count >= Capacity;

    /// <summary>Whether one from an earlier connection is to be sent again now.</summary>
    public bool HasResend => _resends.Count > 0 && _messages.Count - _resends.Count < Capacity;

    /// <summary>Takes the next free identifier for a message; there is one, as the window is smaller.</summary>
    public ushort Take(InFlightMessage message)
    {
        do
        {
            _last++;
        }
        while (_last == 0 || _messages.ContainsKey(_last));

        _messages.Add(_last, message with { Sequence = ++_sequence });
        return _last;
    }

    public bool TryGet(ushort id, out InFlightMessage message) => _messages.TryGetValue(id, out message);

    /// <summary>Frees an identifier; false where it was not in use.</summary>
    public bool Free(ushort id, out InFlightMessage message) => _messages.Remove(id, out message);

    /// <summary>Notes that the client has it, and that only the release is left.</summary>
    public void Release(ushort id) => _messages[id] = _messages[id] with { IsReleased = true };

    /// <summary>Takes one in from the records; a later one has the identifier.</summary>
    public void Restore(ushort id, in InFlightMessage message)
    {
        _messages[id] = message;
        if (message.Sequence > _sequence)
        {
            (_sequence, _last) = (message.Sequence, id);
        }
    }

    /// <summary>All are to be sent again, in the order they were sent.</summary>
    public void StartConnection(int capacity)
    {
        Capacity = capacity;
        _resends.Clear();
        foreach (var (id, _) in _messages.OrderBy(pair => pair.Value.Sequence))
        {
            _resends.Enqueue(id);
        }
    }

    /// <summary>The next to send again; false where there is none, or no room.</summary>
    public bool TryTakeResend(out ushort id, out InFlightMessage message)
    {
        message = default;
        id = 0;
        while (HasResend)
        {
            id = _resends.Dequeue();
            if (_messages.TryGetValue(id, out message))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is on its way of one partition.</summary>
    public IEnumerable<KeyValuePair<ushort, InFlightMessage>> Of(Partition partition) =>
        _messages.Where(pair => ReferenceEquals(pair.Value.Partition, partition));

    /// <summary>All that is on its way.</summary>
    public IEnumerable<KeyValuePair<ushort, InFlightMessage>> All => _messages;
}
