namespace EdgeLog.Storage;

/// <summary>
/// The environment failed the log: a write, a flush, a lock, a format. Final for the log that threw it.
/// </summary>
public sealed class StorageException : Exception
{
    /// <summary>Says what happened, where, and what to do.</summary>
    public StorageException(string message)
        : base(message)
    {
    }

    /// <summary>Says what happened, where, what to do, and what the system said.</summary>
    public StorageException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
