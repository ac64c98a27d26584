namespace EdgeLog.Network;

/// <summary>
/// A number of bytes that connections may hold at once, whatever their number: what keeps memory bounded when every
/// peer sends or asks for the most it may. Takers wait in the order they came. Safe from any thread.
/// </summary>
public sealed class ByteBudget
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiters = new();
    private readonly long _capacityBytes;
    private long _takenBytes;

    /// <summary>At most <paramref name="capacityBytes"/> are out at once.</summary>
    public ByteBudget(long capacityBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacityBytes);
        _capacityBytes = capacityBytes;
    }

    /// <summary>Bytes taken and not given back.</summary>
    public long TakenBytes
    {
        get
        {
            lock (_lock)
            {
                return _takenBytes;
            }
        }
    }

    /// <summary>Bytes that may still be taken; not negative.</summary>
    public long FreeBytes => Math.Max(0, _capacityBytes - TakenBytes);

    /// <summary>
    /// Takes <paramref name="bytes" />, waiting for room. What exceeds the whole budget is granted when nothing
    /// else is out, so that one outsized batch can still be served; who wants nothing waits for nothing.
    /// </summary>
    public ValueTask TakeAsync(int bytes, CancellationToken cancellation)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (bytes == 0 || (_waiters.Count == 0 && HasRoomFor(bytes)))
            {
                _takenBytes += bytes;
                return ValueTask.CompletedTask;
            }

            waiter = new Waiter(bytes);
            _waiters.AddLast(waiter);
        }

        return new ValueTask(WaitAsync(waiter, cancellation));
    }

    /// <summary>
    /// Takes <paramref name="bytes" /> without waiting, over the limit if need be; later takers wait for it.
    /// </summary>
    public void TakeBeyond(int bytes)
    {
        lock (_lock)
        {
            _takenBytes += bytes;
        }
    }

    /// <summary>Gives <paramref name="bytes"/> back.</summary>
    public void Return(int bytes)
    {
        lock (_lock)
        {
            _takenBytes -= bytes;
            Grant();
        }
    }

    private async Task WaitAsync(Waiter waiter, CancellationToken cancellation)
    {
        await using (cancellation.UnsafeRegister(static state => ((Waiter)state!).Cancel(), waiter))
        {
            try
            {
                await waiter.Granted.Task;
            }
            catch (OperationCanceledException)
            {
                Abandon(waiter);
                throw;
            }
        }
    }

    private void Abandon(Waiter waiter)
    {
        lock (_lock)
        {
            // The one in front may have been what kept smaller ones behind it waiting.
            _waiters.Remove(waiter);
            Grant();
        }
    }

    private void Grant()
    {
        while (_waiters.First is { } first && HasRoomFor(first.Value.Bytes))
        {
            _waiters.RemoveFirst();
            if (first.Value.Granted.TrySetResult())
            {
                _takenBytes += first.Value.Bytes;
            }
        }
    }

    private bool HasRoomFor(int bytes) => _takenBytes <= 0 || _takenBytes + bytes <= _capacityBytes;

    private sealed class Waiter(int bytes)
    {
        public int Bytes { get; } = bytes;

        public TaskCompletionSource Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Cancel() => Granted.TrySetCanceled();
    }
}
