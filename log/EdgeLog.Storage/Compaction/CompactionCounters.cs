namespace EdgeLog.Storage;

/// <summary>Counters of compaction, written by its loop and read by anyone.</summary>
internal sealed class CompactionCounters
{
    private long _runs;
    private long _bytesRead;
    private long _bytesWritten;
    private long _recordsDropped;
    private long _failures;
    private double _lastDirtyRatio;

    public void CountRun() => Interlocked.Increment(ref _runs);

    public void CountRead(long bytes) => Interlocked.Add(ref _bytesRead, bytes);

    public void CountWritten(long bytes) => Interlocked.Add(ref _bytesWritten, bytes);

    public void CountDropped(long records) => Interlocked.Add(ref _recordsDropped, records);

    public void CountFailure() => Interlocked.Increment(ref _failures);

    public void SetDirtyRatio(double ratio) => Volatile.Write(ref _lastDirtyRatio, ratio);

    public CompactionStatistics Read() => new()
    {
        Runs = Volatile.Read(ref _runs),
        BytesRead = Volatile.Read(ref _bytesRead),
        BytesWritten = Volatile.Read(ref _bytesWritten),
        RecordsDropped = Volatile.Read(ref _recordsDropped),
        Failures = Volatile.Read(ref _failures),
        LastDirtyRatio = Volatile.Read(ref _lastDirtyRatio),
    };
}
