namespace EdgeLog.Mqtt;

/// <summary>
/// The QoS 2 packet identifiers a client has sent and not yet released, over its connections; and those of QoS 1 whose
/// message is stored and whose PUBACK certainly never left. Shared by a connection's protocol and sending loops, under
/// a short lock.
/// </summary>
internal sealed class IncomingIds
{
    private readonly Lock _lock = new();
    private HashSet<ushort>? _open;
    private HashSet<ushort>? _unanswered;

    /// <summary>How many wait for their release.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _open?.Count ?? 0;
            }
        }
    }

    /// <summary>Opens an identifier; false where it is open already: the message is a duplicate.</summary>
    public bool TryOpen(ushort id)
    {
        lock (_lock)
        {
            return (_open ??= []).Add(id);
        }
    }

    /// <summary>Closes an identifier; false where it is not open.</summary>
    public bool TryClose(ushort id)
    {
        lock (_lock)
        {
            return _open is not null && _open.Remove(id);
        }
    }

    /// <summary>The open ones, as of now.</summary>
    public ushort[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _open ?? []];
        }
    }

    /// <summary>A stored QoS 1 message whose acknowledgement was given up with the connection, unwritten.</summary>
    public void NoteUnanswered(ushort id)
    {
        lock (_lock)
        {
            (_unanswered ??= []).Add(id);
        }
    }

    /// <summary>
    /// Whether a QoS 1 message with that identifier, sent again, is certainly stored. Any message with it ends that.
    /// </summary>
    public bool TakeUnanswered(ushort id)
    {
        if (Volatile.Read(ref _unanswered) is null)
        {
            return false;
        }

        lock (_lock)
        {
            return _unanswered!.Remove(id);
        }
    }
}
