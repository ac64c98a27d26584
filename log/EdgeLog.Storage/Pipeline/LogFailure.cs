namespace EdgeLog.Storage;

/// <summary>The first failed write or flush, which ends the log. Set once, by whoever meets it; read by all.</summary>
internal sealed class LogFailure
{
    private StorageException? _cause;

    /// <summary>What failed; null while nothing has.</summary>
    public StorageException? Cause => Volatile.Read(ref _cause);

    /// <summary>Stores the failure unless one is stored already; returns the one that counts.</summary>
    public StorageException Set(Exception exception)
    {
        StorageException cause = exception as StorageException ?? new StorageException(
            $"The log failed: {exception.Message} Nothing more is accepted; restart, and recovery will judge what is there.",
            exception);
        return Interlocked.CompareExchange(ref _cause, cause, null) ?? cause;
    }
}
