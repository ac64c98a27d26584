namespace EdgeLog.Storage;

/// <summary>The threads that make appends durable, and what joins them. Started once, stopped once.</summary>
internal sealed class LogPipeline : IAsyncDisposable
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LogContext _context;
    private readonly LogWriter _writer;
    private readonly Flusher _flusher;
    private readonly Journal _journal;
    private readonly Checkpointer _checkpointer;

    public LogPipeline(LogContext context, LogState state, IReadOnlyDictionary<PartitionKey, RecoveryPoint> points)
    {
        _context = context;
        var wake = new WakeSignal();
        Inbox = new AppendInbox(context.Limits, wake);
        Exchange = new GroupExchange(wake);
        _writer = new LogWriter(context, wake, Inbox, Exchange);
        _journal = new Journal(context, state.JournalEpoch);
        _checkpointer = new Checkpointer(context, _journal, points);
        _flusher = new Flusher(context, Exchange, _journal, _checkpointer);
        context.Failure.OnSet(wake.Set);
    }

    public AppendInbox Inbox { get; }

    public GroupExchange Exchange { get; }

    /// <summary>The life of the journal.</summary>
    public long JournalEpoch => _journal.Epoch;

    /// <summary>Completes when the threads have ended; faults where the log failed.</summary>
    public Task Completion => _completion.Task;

    public bool HasPendingWork => !Inbox.IsEmpty || Exchange.IsBusy;

    public void SetCommitInterval(TimeSpan? interval) => _writer.CommitInterval = interval;

    public void Start()
    {
        new Thread(_writer.Run) { Name = "LogWriter", IsBackground = true }.Start();
        new Thread(_flusher.Run) { Name = "Flusher", IsBackground = true }.Start();
        new Thread(RunCheckpointer) { Name = "Checkpointer", IsBackground = true }.Start();
    }

    /// <summary>Does a command in the pipeline's order; completes when it is done.</summary>
    public Task ExecuteAsync(WriterCommand command)
    {
        if (!Inbox.TryAdd(command))
        {
            command.Fail(_context.Failure.Cause ?? new StorageException("The log is stopping."));
        }

        return command.Completion;
    }

    /// <summary>
    /// Completes when everything appended so far, and every log start, is checkpointed; faults where the log fails.
    /// </summary>
    public async Task SaveAsync()
    {
        Task saved = ExecuteAsync(new SaveCommand());
        await await Task.WhenAny(saved, Completion);
        if (!saved.IsCompleted)
        {
            throw new StorageException("The log is stopping.");
        }
    }

    /// <summary>Refuses new appends, makes durable what was admitted, ends the threads.</summary>
    public async ValueTask DisposeAsync()
    {
        Inbox.Close();
        _writer.Stop();
        try
        {
            await Completion;
        }
        catch (StorageException)
        {
            // Whoever owns the log sees it in Completion; stopping has nothing to add.
        }

        _writer.Dispose();
        _flusher.Dispose();
    }

    /// <summary>
    /// Saves everything for a clean stop, after the threads have ended: nothing is left for recovery to do. The
    /// journal is
    /// closed either way.
    /// </summary>
    public void SaveLast(IReadOnlyList<Partition> partitions)
    {
        if (_context.Failure.Cause is null)
        {
            DateTimeOffset expiry = _context.Clock.Steady - _context.Limits.ProducerExpiry;
            _checkpointer.Process(new CheckpointMarker(
                [.. partitions.Select(partition => CheckpointMarkers.Make(partition.Writer, expiry))])
            {
                JournalSequence = _journal.LastSequence,
            });
        }

        _journal.Dispose();
    }

    /// <summary>Ends last: the flusher stops it when there is nothing more to come.</summary>
    private void RunCheckpointer()
    {
        _checkpointer.Run();
        if (_context.Failure.Cause is { } cause)
        {
            _completion.SetException(cause);
        }
        else
        {
            _completion.SetResult();
        }
    }
}
