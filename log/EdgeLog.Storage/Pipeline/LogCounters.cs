namespace EdgeLog.Storage;

/// <summary>Counters of the pipeline, written by its threads and read by anyone.</summary>
internal sealed class LogCounters
{
    private const int FlushSamples = 1024;

    private readonly long[] _flushTicks = new long[FlushSamples];
    private long _recordsAppended;
    private long _bytesAppended;
    private long _commitGroups;
    private long _flushes;
    private long _journalBytes;
    private long _bypassedBytes;
    private long _deferredRecords;
    private long _journalStalls;
    private long _progress;
    private long _flushCount;
    private long _refusedAppends;

    public long RecordsAppended => Volatile.Read(ref _recordsAppended);

    public long BytesAppended => Volatile.Read(ref _bytesAppended);

    public long CommitGroups => Volatile.Read(ref _commitGroups);

    public long Flushes => Volatile.Read(ref _flushes);

    public long JournalBytes => Volatile.Read(ref _journalBytes);

    public long BypassedBytes => Volatile.Read(ref _bypassedBytes);

    /// <summary>Records acknowledged before they were durable, because their topic says so.</summary>
    public long DeferredRecords => Volatile.Read(ref _deferredRecords);

    /// <summary>How often the journal had to wait for the checkpointer.</summary>
    public long JournalStalls => Volatile.Read(ref _journalStalls);

    public long Progress => Volatile.Read(ref _progress);

    public void CountBlock(in GroupBlock block)
    {
        Interlocked.Add(ref _recordsAppended, block.RecordCount);
        Interlocked.Add(ref _bytesAppended, block.Length);
        switch (block.Route)
        {
            case BlockRoute.Bypass:
                Interlocked.Add(ref _bypassedBytes, block.Length);
                break;
            case BlockRoute.Deferred:
                Interlocked.Add(ref _deferredRecords, block.RecordCount);
                break;
            case BlockRoute.Journal:
            default:
                break;
        }
    }

    /// <summary>Appends refused because there was no room.</summary>
    public long RefusedAppends => Volatile.Read(ref _refusedAppends);

    public void CountRefused(int appends) => Interlocked.Add(ref _refusedAppends, appends);

    public void CountGroup() => Interlocked.Increment(ref _commitGroups);

    public void CountFlush() => Interlocked.Increment(ref _flushes);

    public void CountJournal(long bytes) => Interlocked.Add(ref _journalBytes, bytes);

    public void CountStall() => Interlocked.Increment(ref _journalStalls);

    public void CountProgress() => Interlocked.Increment(ref _progress);

    /// <summary>Takes note of how long acknowledgements waited for a flush. Flusher's.</summary>
    public void AddFlushTime(TimeSpan elapsed)
    {
        Volatile.Write(ref _flushTicks[_flushCount % FlushSamples], elapsed.Ticks);
        Volatile.Write(ref _flushCount, _flushCount + 1);
    }

    /// <summary>The median and the 99th percentile of the last flushes.</summary>
    public (TimeSpan P50, TimeSpan P99) FlushTimes()
    {
        int count = (int)Math.Min(Volatile.Read(ref _flushCount), FlushSamples);
        if (count == 0)
        {
            return default;
        }

        long[] sorted = _flushTicks[..count];
        Array.Sort(sorted);
        return (new TimeSpan(sorted[count / 2]), new TimeSpan(sorted[(int)(count * 0.99)]));
    }
}
