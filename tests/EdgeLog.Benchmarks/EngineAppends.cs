using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Benchmarks;

/// <summary>The same run appended again and again, so many times at once; its appends are pooled.</summary>
internal sealed class EngineAppends : IDisposable
{
    private readonly SemaphoreSlim _free;
    private readonly Stack<Append> _pool;
    private readonly Partition _partition;
    private readonly RecordRun _run;
    private readonly int _inFlight;

    public EngineAppends(Partition partition, int inFlight, RecordRun run)
    {
        _partition = partition;
        _run = run;
        _inFlight = inFlight;
        _free = new SemaphoreSlim(inFlight);
        _pool = new Stack<Append>(Enumerable.Range(0, inFlight).Select(_ => new Append(this)));
    }

    /// <summary>Appends so many bytes; ends when the last one is acknowledged.</summary>
    public async Task<long> RunAsync(long totalBytes)
    {
        long bytes = 0;
        for (; bytes < totalBytes; bytes += _run.SizeBytes)
        {
            await _free.WaitAsync();
            Append append;
            lock (_pool)
            {
                append = _pool.Pop();
            }

            append.Run = _run;
            await _partition.AppendAsync(append, CancellationToken.None);
        }

        for (int i = 0; i < _inFlight; i++)
        {
            await _free.WaitAsync();
        }

        _free.Release(_inFlight);
        return bytes;
    }

    public void Dispose()
    {
        _free.Dispose();
        _run.Dispose();
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
            }

            owner._free.Release();
        }
    }
}
