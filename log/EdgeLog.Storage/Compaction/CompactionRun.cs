namespace EdgeLog.Storage;

/// <summary>One pass over one partition: what it may look at, by which rules, and at what pace.</summary>
internal sealed record CompactionRun
{
    public required LogContext Context { get; init; }

    public required Partition Partition { get; init; }

    public required TopicConfig Config { get; init; }

    public required DirtyRange Range { get; init; }

    /// <summary>The time in milliseconds since 1970 UTC; null while the clock is not to be trusted.</summary>
    public required long? NowMs { get; init; }

    /// <summary>The last offset of each producer that is still known: its batch stays, if need be empty.</summary>
    public required IReadOnlyDictionary<long, long> ProducerTails { get; init; }

    public required CompactionThrottle Throttle { get; init; }

    /// <summary>
    /// Since when a tombstone or marker that is first met now may go; null where none may be marked now.
    /// </summary>
    public long? NewDeleteHorizonMs =>
        Range.IsWhole && NowMs is { } now ? now + (long)Config.DeleteRetention.TotalMilliseconds : null;

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
