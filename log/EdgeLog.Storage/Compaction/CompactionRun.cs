namespace EdgeLog.Storage;

/// <summary>One pass over one partition: what it may look at, by which rules, and at what pace.</summary>
internal sealed record CompactionRun
{
    public required LogContext Context { get; init; }

    public required Partition Partition { get; init; }

    public required TopicConfig Config { get; init; }

    public required DirtyRange Range { get; init; }

    /// <summary>The steady time, which no clock can make jump, in milliseconds since 1970 UTC.</summary>
    public required long NowMs { get; init; }

    /// <summary>The last offset of each producer that is still known: its batch stays, if need be empty.</summary>
    public required IReadOnlyDictionary<long, long> ProducerTails { get; init; }

    public required CompactionThrottle Throttle { get; init; }

    /// <summary>
    /// From when on a tombstone or marker that is first met now may go; null where none may be marked now.
    /// </summary>
    public long? NewDeleteHorizonMs =>
        Range.IsWhole ? NowMs + (long)Config.DeleteRetention.TotalMilliseconds : null;

    /// <summary>
    /// Takes room in a cleaned segment beside the old ones; false where there is none. Also a user's topic draws on
    /// the reserve: what compaction takes for a moment it gives back with more.
    /// </summary>
    public bool TryReserve(LogFile file, long position, long endPosition)
    {
        long sizeBytes = endPosition - position;
        if (!Context.Space.TryClaim(sizeBytes, SpaceDraw.Internal))
        {
            return false;
        }

        if (file.TryReserve(position, endPosition))
        {
            return true;
        }

        Context.Space.Release(sizeBytes);
        Context.Space.OnDiskFull();
        return false;
    }

    /// <summary>Pays for bytes read.</summary>
    public void Pay(long bytesRead)
    {
        Context.Compaction.CountRead(bytesRead);
        Throttle.Pay(bytesRead);
    }

    /// <summary>Pays for bytes written.</summary>
    public void PayWritten(long bytes)
    {
        Context.Compaction.CountWritten(bytes);
        Throttle.Pay(bytes);
    }
}
