namespace EdgeLog.Storage;

/// <summary>
/// Whether the journal ends with a note. Recovery cannot tell that note's group, where it has rotted, from one that was
/// torn: so when nothing follows for a while, a checkpoint is due, which proves it durable. Owned by the flusher.
/// </summary>
internal sealed class LastNote : IDisposable
{
    private readonly LogContext _context;
    private readonly ITimer _timer;
    private long? _since;

    public LastNote(LogContext context, Action wake)
    {
        _context = context;
        _timer = context.Time.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether it has been the last entry for as long as it may.</summary>
    public bool IsDue =>
        _since is { } since && _context.Time.GetElapsedTime(since) >= _context.Limits.LastNoteTime;

    /// <summary>A note was written; it is the journal's last entry now.</summary>
    public void Set()
    {
        _since = _context.Time.GetTimestamp();
        _timer.Change(_context.Limits.LastNoteTime, Timeout.InfiniteTimeSpan);
    }

    /// <summary>An entry without a note follows, or a checkpoint is on its way.</summary>
    public void Clear() => _since = null;

    public void Dispose() => _timer.Dispose();
}
