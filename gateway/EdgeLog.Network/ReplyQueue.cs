namespace EdgeLog.Network;

/// <summary>Sends replies in the order of their requests, although they complete in any order; many per send.</summary>
/// <remarks>
/// One loop enqueues (the connection's protocol loop), any thread completes, and the output's sending loop writes. The
/// ring is guarded by a short lock; nothing is allocated per reply once the ring has its size.
/// </remarks>
public sealed class ReplyQueue
{
    private const int FirstCapacity = 16;

    private readonly Lock _lock = new();
    private readonly AsyncSignal _room = new();
    private readonly ConnectionOutput _output;
    private readonly int _replyCountMax;
    private readonly List<(long Position, TaskCompletionSource Done)> _drains = [];
    private Reply?[] _ring;
    private int _head;
    private int _count;
    private long _sentCount;
    private bool _closed;

    // The reply everything waits for: only its completion needs to wake the sending loop.
    private Reply? _awaited;

    /// <summary>Replies go to <paramref name="output"/>; at most <paramref name="replyCountMax"/> wait.</summary>
    public ReplyQueue(ConnectionOutput output, int replyCountMax)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfLessThan(replyCountMax, 1);
        _output = output;
        _replyCountMax = replyCountMax;
        _ring = new Reply?[Math.Min(FirstCapacity, replyCountMax)];
        output.Attach(this);
    }

    /// <summary>How many replies wait, completed ones included.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>
    /// Takes the next place in the order; waits while too many replies are outstanding. By one caller at a time. Where
    /// the connection is gone, the reply is discarded once completed and the call returns as if it were sent.
    /// </summary>
    public ValueTask EnqueueAsync(Reply reply, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reply);
        return TryEnqueue(reply) ? ValueTask.CompletedTask : EnqueueSlowlyAsync(reply, cancellation);
    }

    /// <summary>Completes when every reply enqueued so far has been sent, or the connection is gone.</summary>
    public Task DrainAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_count == 0 || _closed)
            {
                return Task.CompletedTask;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _drains.Add((_sentCount + _count, done));
            return done.Task.WaitAsync(cancellation);
        }
    }

    internal void OnCompleted(Reply reply)
    {
        if (ReferenceEquals(Volatile.Read(ref _awaited), reply) || Volatile.Read(ref _closed))
        {
            _output.Wake();
        }
    }

    /// <summary>
    /// Writes completed replies from the head on until <paramref name="bytesMax"/> are passed; by the sending loop.
    /// </summary>
    internal void WriteCompleted(CountingWriter writer, int bytesMax)
    {
        while (writer.BytesWritten < bytesMax && TakeCompleted() is { } reply)
        {
            reply.Write(writer);
        }
    }

    /// <summary>Says that what was written has left; by the sending loop.</summary>
    internal void OnFlushed()
    {
        lock (_lock)
        {
            for (var i = _drains.Count - 1; i >= 0; i--)
            {
                if (_drains[i].Position <= _sentCount)
                {
                    _drains[i].Done.SetResult();
                    _drains.RemoveAt(i);
                }
            }
        }
    }

    /// <summary>The connection is gone: nothing is written any more, completed replies are discarded.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var (_, done) in _drains)
            {
                done.SetResult();
            }

            _drains.Clear();
        }

        _room.Set();
    }

    /// <summary>
    /// After <see cref="Close"/>: discards what has completed; whether replies are still to complete.
    /// </summary>
    internal bool DiscardCompleted()
    {
        while (TakeCompleted() is { } reply)
        {
            reply.Discard();
        }

        return Count > 0;
    }

    private async ValueTask EnqueueSlowlyAsync(Reply reply, CancellationToken cancellation)
    {
        using var registration = cancellation.UnsafeRegister(static room => ((AsyncSignal)room!).Set(), _room);
        do
        {
            await _room.WaitAsync();
            cancellation.ThrowIfCancellationRequested();
        }
        while (!TryEnqueue(reply));
    }

    private bool TryEnqueue(Reply reply)
    {
        bool wake;
        lock (_lock)
        {
            if (_count >= _replyCountMax && !_closed)
            {
                return false;
            }

            // Linked before it is in the ring: once there, it may be written, pooled and enqueued elsewhere.
            reply.LinkTo(this);
            if (_count == _ring.Length)
            {
                Grow();
            }

            _ring[(_head + _count) % _ring.Length] = reply;
            _count++;
            if (_count == 1)
            {
                _awaited = reply;
            }

            // A completion between the link and the line above saw another reply awaited and woke nobody.
            Interlocked.MemoryBarrier();
            wake = (_count == 1 || _closed) && reply.IsCompleted;
        }

        if (wake)
        {
            _output.Wake();
        }

        return true;
    }

    private Reply? TakeCompleted()
    {
        bool madeRoom;
        Reply reply;
        lock (_lock)
        {
            if (_count == 0)
            {
                return null;
            }

            reply = _ring[_head]!;
            _awaited = reply;
            Interlocked.MemoryBarrier();
            if (!reply.IsCompleted)
            {
                return null;
            }

            _ring[_head] = null;
            _head = (_head + 1) % _ring.Length;
            madeRoom = _count >= _replyCountMax;
            _count--;
            _sentCount++;
            _awaited = null;
        }

        if (madeRoom)
        {
            _room.Set();
        }

        reply.Unlink();
        return reply;
    }

    private void Grow()
    {
        var larger = new Reply?[Math.Max(_ring.Length * 2, FirstCapacity)];
        for (var i = 0; i < _count; i++)
        {
            larger[i] = _ring[(_head + i) % _ring.Length];
        }

        _ring = larger;
        _head = 0;
    }
}
