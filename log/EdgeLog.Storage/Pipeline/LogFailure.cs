namespace EdgeLog.Storage;

/// <summary>The first failed write or flush, which ends the log. Set once, by whoever meets it; read by all.</summary>
internal sealed class LogFailure
{
    private readonly Lock _lock = new();
    private readonly List<Action> _listeners = [];
    private StorageException? _cause;

    /// <summary>What failed; null while nothing has.</summary>
    public StorageException? Cause => Volatile.Read(ref _cause);

    /// <summary>
    /// Calls <paramref name="wake"/> when a failure is stored, so that nobody waits for what will not come.
    /// </summary>
    public void OnSet(Action wake)
    {
        lock (_lock)
        {
            _listeners.Add(wake);
        }
    }

    /// <summary>Stores the failure unless one is stored already; returns the one that counts.</summary>
    public StorageException Set(Exception exception)
    {
        StorageException cause = exception as StorageException ?? new StorageException(
            $"The log failed: {exception.Message} Nothing more is accepted; restart, and recovery will judge what is "
            + "there.",
            exception);
        if (Interlocked.CompareExchange(ref _cause, cause, null) is { } first)
        {
            return first;
        }

        Action[] listeners;
        lock (_lock)
        {
            listeners = [.. _listeners];
        }

        foreach (Action wake in listeners)
        {
            wake();
        }

        return cause;
    }

    public void ThrowIfSet()
    {
        if (Cause is { } cause)
        {
            throw cause;
        }
    }
}
