using System.Collections.Concurrent;

namespace EdgeLog.Records;

/// <summary>
/// Keeps runs for another use. Safe from any thread; bounded in number and, by the buffers kept, in bytes.
/// </summary>
internal static class RecordRunPool
{
    /// <summary>One for each of several hundred busy connections; with the buffer limit, 8 MiB at worst.</summary>
    private const int MaxRuns = 256;

    /// <summary>A socket read's worth. Larger buffers go back to the array pool, which trims itself.</summary>
    private const int MaxKeptBufferBytes = 32 * 1024;

    private static readonly ConcurrentQueue<RecordRun> Runs = new();
    private static int Count;

    public static RecordRun Rent()
    {
        if (!Runs.TryDequeue(out RecordRun? run))
        {
            return new RecordRun();
        }

        Interlocked.Decrement(ref Count);
        run.Revive();
        return run;
    }

    public static void Return(RecordRun run)
    {
        if (run.CapacityBytes > MaxKeptBufferBytes)
        {
            run.ShrinkBuffer();
        }

        if (Interlocked.Increment(ref Count) > MaxRuns)
        {
            Interlocked.Decrement(ref Count);
            run.ReleaseBuffer();
            return;
        }

        Runs.Enqueue(run);
    }
}
