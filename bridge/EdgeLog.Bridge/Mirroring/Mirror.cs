using Polly;
using Polly.Retry;

namespace EdgeLog.Bridge;

/// <summary>
/// One mirror for as long as it is configured: connects, mirrors, and when the target is lost tries again with growing,
/// scattered pauses, for as long as it takes.
/// </summary>
internal sealed class Mirror
{
    private readonly MirrorContext _context;
    private readonly MirrorMemory _memory;
    private readonly MirrorGauge _gauge;
    private readonly ResiliencePipeline _retry;
    private readonly Lock _lock = new();
    private readonly List<TaskCompletionSource<bool>> _drainWaiters = [];
    private MirrorCondition _condition;
    private bool _hasEnded;

    public Mirror(MirrorConfig config, MirrorContext context)
    {
        Config = config;
        _context = context;
        _memory = new MirrorMemory(context);
        _gauge = new MirrorGauge(context, _memory.Topics);
        _condition = new MirrorCondition(MirrorState.Connecting, null, 0, 0, context.Times.Now);
        _retry = new ResiliencePipelineBuilder { TimeProvider = context.Times.Clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Exception is not null),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = context.Client.Backoff,
                MaxDelay = context.Client.BackoffMax,
                DelayGenerator = arguments => ValueTask.FromResult(DelayAfter(arguments.Outcome.Exception)),
                OnRetry = arguments => OnRetry(arguments),
            })
            .Build();
    }

    public MirrorConfig Config { get; }

    /// <summary>Mirrors until cancelled; never throws.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await _retry.ExecuteAsync(ConnectAndMirrorAsync, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop while waiting for the next try.
        }
        catch (Exception error)
        {
            // The session failed while it was being stopped: there is no next try, and nobody else to be told.
            MirrorReport.LogStopped(_context.Logger, Config.Name, error.Message);
        }
        finally
        {
            _memory.Topics.Forget();
            EndWaits();
        }
    }

    public MirrorStatus Status
    {
        get
        {
            MirrorCondition condition = Volatile.Read(ref _condition);
            MirrorStatus status = _gauge.Read(Blank(condition));
            return status.State == MirrorState.Ok && status.WaitingTopics.Count > 0
                ? status with { State = MirrorState.Refused }
                : status;
        }
    }

    /// <summary>
    /// Completes when nothing is left to be mirrored: true; or when the mirror was stopped before: false.
    /// </summary>
    public async Task<bool> WaitAsync(CancellationToken cancellation)
    {
        var waiter = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_hasEnded)
            {
                return false;
            }

            _drainWaiters.Add(waiter);
        }

        _context.Signal.Set();
        try
        {
            return await waiter.Task.WaitAsync(cancellation);
        }
        finally
        {
            lock (_lock)
            {
                _drainWaiters.Remove(waiter);
            }
        }
    }

    private void EndWaits()
    {
        lock (_lock)
        {
            _hasEnded = true;
            _drainWaiters.ForEach(static waiter => waiter.TrySetResult(false));
        }
    }

    private async ValueTask ConnectAndMirrorAsync(CancellationToken stop)
    {
        LoadLocal();
        await using var session = new MirrorSession(_context, _memory);
        try
        {
            await session.RunAsync(OnOpen, OnTurn, stop);
        }
        catch (BrokerUnreachableException error) when (session.MadeProgress)
        {
            // It went well until now: the next try comes at once, and counting starts anew.
            MirrorReport.LogLost(_context.Logger, Config.Name, error.Message);
            _condition = new MirrorCondition(MirrorState.Down, error.Message, 0, 0, _context.Times.Now);
        }
    }

    // Before the target is known this is what a status can go by; findings wait for the whole picture.
    private void LoadLocal()
    {
        if (!_memory.KnowsTarget)
        {
            _memory.Local = new LocalPositions(_context.Log).Load();
            _memory.Topics.Preview(_memory.Local);
            _context.Log.Mirrors.SetReady(Config.Name);
            _gauge.Update();
        }
    }

    // Null leaves it to the back-off; what only an operator can mend is not asked for every second.
    private TimeSpan? DelayAfter(Exception? error) =>
        error is MirrorConflictException ? _context.Limits.RefusedRetryInterval : null;

    private void OnOpen()
    {
        MirrorReport.LogConnected(_context.Logger, Config.Name, _memory.Topics.All.Count);
        Volatile.Write(ref _condition, new MirrorCondition(MirrorState.Ok, null, 0, 0, 0));
    }

    private void OnTurn()
    {
        _gauge.Update();
        lock (_lock)
        {
            if (_drainWaiters.Count == 0 || _gauge.BacklogRecords > 0)
            {
                return;
            }

            _drainWaiters.ForEach(static waiter => waiter.TrySetResult(true));
        }
    }

    private ValueTask OnRetry(OnRetryArguments<object> arguments)
    {
        Exception error = arguments.Outcome.Exception!;
        int attempt = arguments.AttemptNumber + 1;
        MirrorCondition before = Volatile.Read(ref _condition);
        Volatile.Write(ref _condition, new MirrorCondition(
            error is MirrorConflictException ? MirrorState.Stopped : MirrorState.Down,
            error.Message,
            attempt,
            _context.Times.After(arguments.RetryDelay),
            before.Since == 0 ? _context.Times.Now : before.Since));
        if (error is not (BrokerUnreachableException or KafkaErrorException or MirrorConflictException))
        {
            MirrorReport.LogFailed(_context.Logger, Config.Name, error);
        }
        else if (int.IsPow2(attempt) || error.Message != before.Error)
        {
            double seconds = arguments.RetryDelay.TotalSeconds;
            MirrorReport.LogDown(_context.Logger, Config.Name, error.Message, attempt, seconds);
        }

        return ValueTask.CompletedTask;
    }

    private MirrorStatus Blank(MirrorCondition condition) => new()
    {
        Name = Config.Name,
        To = Config.To,
        State = condition.State,
        BacklogRecords = 0,
        BacklogBytes = 0,
        OldestAge = null,
        RecordsPerSecond = 0,
        DrainedIn = null,
        LastError = condition.Error,
        Attempt = condition.Attempt,
        NextRetryIn = condition.RetryAt == 0 ? null : _context.Times.Until(condition.RetryAt),
        DownFor = condition.Since == 0 ? null : _context.Times.Clock.GetElapsedTime(condition.Since),
        Topics = 0,
        WaitingTopics = [],
        Findings = _context.Report.Findings,
        RecordsMirrored = _context.Report.RecordsMirrored,
        BytesMirrored = _context.Report.BytesMirrored,
        Requests = _context.Report.Requests,
        Retries = _context.Report.Retries,
        DuplicatesPossible = _context.Report.DuplicatesPossible,
        GapRecords = _context.Report.GapRecords,
    };
}
