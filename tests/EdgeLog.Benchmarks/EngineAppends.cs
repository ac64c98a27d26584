using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Benchmarks;

/// <summary>
/// The same run appended again and again, so many times at once. Its appends are pooled and it waits on a monitor, so
/// that nothing is allocated but by the log.
/// </summary>
internal sealed class EngineAppends : IDisposable
{
    private readonly Stack<Append> _pool;
    private readonly Partition _partition;
    private readonly RecordRun _run;
    private readonly int _inFlight;

    public EngineAppends(Partition partition, int inFlight, RecordRun run)
    {
        _partition = partition;
        _run = run;
        _inFlight = inFlight;
        _pool = new Stack<Append>(Enumerable.Range(0, inFlight).Select(_ => new Append(this)));
    }

    /// <summary>Appends so many bytes; ends when the last one is acknowledged.</summary>
    public long Run(long totalBytes)
    {
        long bytes = 0;
        for (; bytes < totalBytes; bytes += _run.SizeBytes)
        {
            Append append = Take();
            append.Run = _run;
            ValueTask admitted = _partition.AppendAsync(append, CancellationToken.None);
            if (!admitted.IsCompletedSuccessfully)
            {
                admitted.AsTask().GetAwaiter().GetResult();
            }
        }

        lock (_pool)
        {
            while (_pool.Count < _inFlight)
            {
                Monitor.Wait(_pool);
            }
        }

        return bytes;
    }

    public void Dispose() => _run.Dispose();

    private Append Take()
    {
        lock (_pool)
        {
            while (_pool.Count == 0)
            {
                Monitor.Wait(_pool);
            }

            return _pool.Pop();
        }
    }

    private sealed class Append(EngineAppends owner) : AppendRequest
    {
        protected override void OnCompleted(in AppendResult result)
        {
            if (result.Error != AppendError.None)
            {
                Environment.FailFast($"The log refused an append: {result.Error} {result.Message}");
            }

            lock (owner._pool)
            {
                owner._pool.Push(this);
                Monitor.Pulse(owner._pool);
            }
        }
    }
}
