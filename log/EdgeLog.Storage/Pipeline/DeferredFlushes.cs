namespace EdgeLog.Storage;

/// <summary>
/// Partitions whose topics ask for weaker durability (<c>flush.messages</c> above 1): what was written and
/// acknowledged but
/// not flushed yet. Readers see it when it is flushed. Owned by the flusher.
/// </summary>
internal sealed class DeferredFlushes : IDisposable
{
    private readonly LogContext _context;
    private readonly Dictionary<Partition, Pending> _pending = [];
    private readonly ITimer _timer;

    public DeferredFlushes(LogContext context, Action wake)
    {
        _context = context;
        _timer = context.Time.CreateTimer(
            _ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes note of a block just written; flushes at once where the topic's count is reached.</summary>
    public void Add(in GroupBlock block)
    {
        TopicConfig config = block.Partition.Topic.Config;
        if (!_pending.TryGetValue(block.Partition, out Pending pending))
        {
            TimeSpan delay = config.FlushInterval ?? _context.Limits.DeferredFlush;
            pending = new Pending(block.Segment, 0, 0, _context.Time.GetTimestamp(), delay);
        }

        pending = pending with
        {
            Segment = block.Segment,
            NextOffset = block.NextOffset,
            Records = pending.Records + block.RecordCount,
        };
        _pending[block.Partition] = pending;
        if (pending.Records >= config.FlushMessages)
        {
            Flush(block.Partition);
        }
        else
        {
            Arm();
        }
    }

    /// <summary>Flushes what a partition still has: before it is appended to durably, sealed or checkpointed.</summary>
    public void Flush(Partition partition)
    {
        if (_pending.Remove(partition, out Pending pending))
        {
            pending.Segment.File.Flush();
            _context.Counters.CountFlush();
            partition.MoveHighWatermark(pending.NextOffset);
        }
    }

    /// <summary>Flushes what has waited as long as its topic allows.</summary>
    public void FlushDue()
    {
        if (_pending.Count == 0)
        {
            return;
        }

        Partition[] due = [.. _pending.Where(entry => Left(entry.Value) <= TimeSpan.Zero).Select(entry => entry.Key)];
        foreach (Partition partition in due)
        {
            Flush(partition);
        }

        Arm();
    }

    public void FlushAll()
    {
        foreach (Partition partition in _pending.Keys.ToArray())
        {
            Flush(partition);
        }
    }

    /// <summary>Forgets a partition that was deleted.</summary>
    public void Forget(Partition partition) => _pending.Remove(partition);

    public void Dispose() => _timer.Dispose();

    private void Arm()
    {
        if (_pending.Count > 0)
        {
            TimeSpan next = _pending.Values.Min(Left);
            TimeSpan longest = TimeSpan.FromDays(1);
            _timer.Change(
                next < TimeSpan.Zero ? TimeSpan.Zero : next > longest ? longest : next, Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan Left(Pending pending) => pending.Delay - _context.Time.GetElapsedTime(pending.Since);

    private readonly record struct Pending(
        ActiveSegment Segment, long NextOffset, long Records, long Since, TimeSpan Delay);
}
