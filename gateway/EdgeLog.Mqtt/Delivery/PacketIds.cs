namespace EdgeLog.Mqtt;

/// <summary>
/// The packet identifiers of messages towards one subscriber that it has not acknowledged: its in-flight window.
/// Guarded by its session's lock.
/// </summary>
internal sealed class PacketIds(int capacity)
{
    private readonly HashSet<ushort> _used = [];
    private ushort _last;

    public int Count => _used.Count;

    public bool IsFull => _used.Count >= capacity;

    /// <summary>The next free identifier; there is one, since the window is smaller than their number.</summary>
    public ushort Take()
    {
        do
        {
            _last++;
        }
        while (_last == 0 || !_used.Add(_last));

        return _last;
    }

    /// <summary>Frees an identifier; false where it was not in use.</summary>
    public bool Free(ushort id) => _used.Remove(id);
}
