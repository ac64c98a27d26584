namespace EdgeLog.Storage;

/// <summary>The threads that make appends durable, and what joins them. Started once, stopped once.</summary>
internal sealed class LogPipeline : IAsyncDisposable
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LogContext _context;
    private readonly LogWriter _writer;
    private readonly Thread _writerThread;
    private readonly Thread _flusherThread;

    public LogPipeline(LogContext context)
    {
        _context = context;
        var wake = new WakeSignal();
        Inbox = new AppendInbox(context.Limits, wake);
        Exchange = new GroupExchange(wake);
        _writer = new LogWriter(context, wake, Inbox, Exchange);
        var flusher = new Flusher(context, Exchange);
        _writerThread = new Thread(_writer.Run) { Name = "LogWriter", IsBackground = true };
        _flusherThread = new Thread(() => RunFlusher(flusher)) { Name = "Flusher", IsBackground = true };
    }

    public AppendInbox Inbox { get; }

    public GroupExchange Exchange { get; }

    /// <summary>Completes when the threads have ended; faults where the log failed.</summary>
    public Task Completion => _completion.Task;

    public bool HasPendingWork => !Inbox.IsEmpty || Exchange.IsBusy;

    public void SetCommitInterval(TimeSpan interval) => _writer.CommitInterval = interval;

    public void Start()
    {
        _writerThread.Start();
        _flusherThread.Start();
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
    }

    private void RunFlusher(Flusher flusher)
    {
        flusher.Run();
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
