using System.Collections.Concurrent;

namespace EdgeLog.Mqtt;

/// <summary>
/// The batches of all connections of a server, so that an idle connection holds none. Safe from any thread.
/// </summary>
internal sealed class PublishBatchPool
{
    // More than this many in flight at once are made anew each time; their records' memory is pooled elsewhere.
    private const int CountMax = 256;

    private readonly ConcurrentQueue<PublishBatch> _batches = new();

    public PublishBatch Rent(PublishIntake owner)
    {
        if (!_batches.TryDequeue(out var batch))
        {
            batch = new PublishBatch(this);
        }

        batch.Start(owner);
        return batch;
    }

    public void Return(PublishBatch batch)
    {
        if (_batches.Count < CountMax)
        {
            _batches.Enqueue(batch);
        }
    }
}
