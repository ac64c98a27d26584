namespace EdgeLog.Storage;

/// <summary>
/// Writes and flushes the block that skips the journal while the flusher writes and flushes the journal: two flushes at
/// once where they would follow each other. Started and joined by the flusher, once per group that has such a block.
/// </summary>
internal sealed class BypassThread
{
    private readonly object _gate = new();
    private CommitGroup? _group;
    private GroupBlock _block;
    private Exception? _failure;
    private bool _isStopping;

    public void Start() => new Thread(Run) { Name = "BypassFlusher", IsBackground = true }.Start();

    /// <summary>Begins with a block; the flusher leaves its segment alone until <see cref="Join"/>.</summary>
    public void Begin(CommitGroup group, in GroupBlock block)
    {
        lock (_gate)
        {
            _group = group;
            _block = block;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until the block is durable; throws what went wrong.</summary>
    public void Join()
    {
        lock (_gate)
        {
            while (_group is not null)
            {
                Monitor.Wait(_gate);
            }

            if (_failure is not null)
            {
                throw new IOException(_failure.Message, _failure);
            }
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Run()
    {
        while (true)
        {
            lock (_gate)
            {
                while (_group is null)
                {
                    if (_isStopping)
                    {
                        return;
                    }

                    Monitor.Wait(_gate);
                }
            }

            Exception? failure = WriteAndFlush();
            lock (_gate)
            {
                _failure ??= failure;
                _group = null;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private Exception? WriteAndFlush()
    {
        try
        {
            _block.Segment.Write(_group!.BatchesOf(_block), _block.Position);
            _block.Segment.File.Flush();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
