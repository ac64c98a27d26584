namespace EdgeLog.Storage;

/// <summary>
/// Where the writer hands groups to the flusher and gets empty ones back. One group waits at most, beside the one the
/// flusher
/// works on: a full one may wait, any other is formed when the flusher has flushed the one before, so that it gathers
/// as
/// long as it can.
/// </summary>
internal sealed class GroupExchange(WakeSignal writerWake)
{
    private readonly object _gate = new();
    private readonly Stack<CommitGroup> _empty = new([new CommitGroup(), new CommitGroup()]);
    private CommitGroup? _waiting;
    private bool _isFlushing;
    private bool _isClosed;
    private bool _isMarkerWanted;
    private bool _isNudged;

    /// <summary>Whether the flusher wants a checkpoint marker.</summary>
    public bool IsMarkerWanted => Volatile.Read(ref _isMarkerWanted);

    /// <summary>Whether there is a group the flusher has not finished flushing.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return _waiting is not null || _isFlushing;
            }
        }
    }

    /// <summary>Whether the writer may form a group now. Writer's.</summary>
    public bool IsOpenFor(bool isFull)
    {
        lock (_gate)
        {
            return _waiting is null && (isFull || !_isFlushing) && _empty.Count > 0;
        }
    }

    /// <summary>Takes an empty group. Writer's.</summary>
    public CommitGroup TakeEmpty()
    {
        lock (_gate)
        {
            return _empty.Pop();
        }
    }

    /// <summary>Hands a group to the flusher. Writer's.</summary>
    public void HandOver(CommitGroup group)
    {
        lock (_gate)
        {
            _waiting = group;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>No more groups come. Writer's.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// Waits for the next group, or for a nudge, which brings none; false when there will be no more groups. Flusher's.
    /// </summary>
    public bool TryTake(out CommitGroup? group)
    {
        lock (_gate)
        {
            while (_waiting is null && !_isNudged && !_isClosed)
            {
                Monitor.Wait(_gate);
            }

            bool isNudged = _isNudged;
            _isNudged = false;
            group = _waiting;
            _waiting = null;
            _isFlushing = group is not null;
            return group is not null || isNudged || !_isClosed;
        }
    }

    /// <summary>Makes the flusher look for other work that is due.</summary>
    public void Nudge()
    {
        lock (_gate)
        {
            _isNudged = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The group is durable: the next one may be formed while the rest is done. Flusher's.</summary>
    public void OnFlushed()
    {
        lock (_gate)
        {
            _isFlushing = false;
        }

        writerWake.Set();
    }

    /// <summary>Gives a finished group back. Flusher's.</summary>
    public void Return(CommitGroup group)
    {
        group.Clear();
        lock (_gate)
        {
            _isFlushing = false;
            _empty.Push(group);
        }

        writerWake.Set();
    }

    /// <summary>Asks the writer to put a checkpoint marker on the next group. Flusher's.</summary>
    public void WantMarker()
    {
        Volatile.Write(ref _isMarkerWanted, true);
        writerWake.Set();
    }

    /// <summary>Whether a marker is wanted; takes the request back. Writer's.</summary>
    public bool TakeMarkerRequest() => Interlocked.Exchange(ref _isMarkerWanted, false);
}
