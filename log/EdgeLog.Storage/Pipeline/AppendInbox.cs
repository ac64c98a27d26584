namespace EdgeLog.Storage;

/// <summary>
/// Where appends wait for the writer: a list that the writer swaps for an empty one. Bounded in bytes; who finds it
/// full
/// waits for admission, in order. Safe from any thread.
/// </summary>
internal sealed class AppendInbox(LogLimits limits, WakeSignal wake)
{
    private readonly Lock _lock = new();
    private readonly Queue<Waiter> _waiters = new();
    private List<AppendRequest> _requests = [];
    private List<WriterCommand> _commands = [];
    private long _bytes;
    private int _wakeCount = 1;
    private long _wakeBytes = long.MaxValue;
    private bool _isClosed;

    /// <summary>Bytes waiting here.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Appends waiting here.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _requests.Count;
            }
        }
    }

    /// <summary>Whether anything waits here.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _requests.Count == 0 && _commands.Count == 0;
            }
        }
    }

    /// <summary>Whether a command waits here.</summary>
    public bool HasCommands
    {
        get
        {
            lock (_lock)
            {
                return _commands.Count > 0;
            }
        }
    }

    /// <summary>
    /// Admits an append or waits until there is room. In a closed inbox the request completes as failed.
    /// </summary>
    public ValueTask AddAsync(AppendRequest request, CancellationToken cancellation) =>
        AddAsync(new Admission(request, null, request.SizeBytes), cancellation);

    /// <summary>Admits several appends next to each other, or waits until there is room for all.</summary>
    public ValueTask AddTogetherAsync(AppendRequest[] requests, CancellationToken cancellation) =>
        AddAsync(new Admission(null, requests, requests.Sum(request => (long)request.SizeBytes)), cancellation);

    /// <summary>Hands a command to the writer; commands are few and always admitted. False in a closed inbox.</summary>
    public bool TryAdd(WriterCommand command)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return false;
            }

            _commands.Add(command);
        }

        wake.Set();
        return true;
    }

    /// <summary>Wakes the writer also when so many appends, or so many bytes, have gathered.</summary>
    public void WakeAt(int count, long bytes)
    {
        lock (_lock)
        {
            _wakeCount = count;
            _wakeBytes = Math.Min(bytes, limits.GroupBytes);
        }
    }

    /// <summary>Gives the writer all that waits, for two empty lists.</summary>
    public void Take(ref List<AppendRequest> requests, ref List<WriterCommand> commands)
    {
        lock (_lock)
        {
            (_requests, requests) = (requests, _requests);
            (_commands, commands) = (commands, _commands);
            Volatile.Write(ref _bytes, 0);
            while (_waiters.TryPeek(out Waiter? waiter) && HasRoom(waiter.Admission.Bytes))
            {
                _waiters.Dequeue();
                if (waiter.TrySetResult())
                {
                    Admit(waiter.Admission);
                }
            }
        }
    }

    /// <summary>Refuses everything from now on; what waits for admission is refused, what was admitted stays.</summary>
    public void Close()
    {
        Waiter[] refused;
        lock (_lock)
        {
            _isClosed = true;
            refused = [.. _waiters];
            _waiters.Clear();
        }

        foreach (Waiter waiter in refused)
        {
            if (waiter.TrySetResult())
            {
                waiter.Admission.Refuse();
            }
        }

        wake.Set();
    }

    private ValueTask AddAsync(Admission admission, CancellationToken cancellation)
    {
        Waiter? waiter = null;
        bool isWorthWaking = false;
        lock (_lock)
        {
            if (_isClosed)
            {
                admission.Refuse();
                return ValueTask.CompletedTask;
            }

            if (_waiters.Count == 0 && HasRoom(admission.Bytes))
            {
                int countBefore = _requests.Count;
                long bytesBefore = _bytes;
                Admit(admission);
                isWorthWaking = countBefore == 0
                    || (countBefore < _wakeCount && _requests.Count >= _wakeCount)
                    || (bytesBefore < _wakeBytes && _bytes >= _wakeBytes)
                    || (bytesBefore < limits.GroupBytes && _bytes >= limits.GroupBytes);
            }
            else
            {
                if (cancellation.IsCancellationRequested)
                {
                    return ValueTask.FromCanceled(cancellation);
                }

                waiter = new Waiter(admission);
                _waiters.Enqueue(waiter);
            }
        }

        if (isWorthWaking)
        {
            wake.Set();
        }

        return waiter is null ? ValueTask.CompletedTask : new ValueTask(waiter.WaitAsync(cancellation));
    }

    private bool HasRoom(long bytes) => _bytes == 0 || _bytes + bytes <= limits.InboxBytes;

    private void Admit(in Admission admission)
    {
        if (admission.Request is not null)
        {
            _requests.Add(admission.Request);
        }
        else
        {
            _requests.AddRange(admission.Requests!);
        }

        Volatile.Write(ref _bytes, _bytes + admission.Bytes);
    }

    /// <summary>One request, or several that go in together.</summary>
    private readonly record struct Admission(AppendRequest? Request, AppendRequest[]? Requests, long Bytes)
    {
        public void Refuse()
        {
            Request?.Refuse(AppendError.StorageFailed, "The log is stopping.");
            foreach (AppendRequest request in Requests ?? [])
            {
                request.Refuse(AppendError.StorageFailed, "The log is stopping.");
            }
        }
    }

    /// <summary>Somebody who waits for room. Allocated only where the inbox is full.</summary>
    private sealed class Waiter(Admission admission) : TaskCompletionSource(
        TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Admission Admission => admission;

        public async Task WaitAsync(CancellationToken cancellation)
        {
            using CancellationTokenRegistration registration = cancellation.Register(
                static (state, token) => ((Waiter)state!).TrySetCanceled(token), this);
            await Task;
        }
    }
}
