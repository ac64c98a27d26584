using EdgeLog.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Connect;

/// <summary>
/// One source task and the loop that runs it: start, poll, append, commit; after a failure stop, wait, start again. The
/// loop
/// owns everything in here; others read <see cref="Status"/>.
/// </summary>
internal sealed partial class WorkerTask
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    private readonly SourceTask _task;
    private readonly SourceAppender _appender;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SourceBatch _batch = new();
    private readonly RetryDelay _delay = new(FirstRetry, LongestRetry, Random.Shared);
    private volatile SourceTaskStatus _status;

    public WorkerTask(string name, SourceTask task, SourceAppender appender, TimeProvider time, ILogger logger)
    {
        Name = name;
        _task = task;
        _appender = appender;
        _time = time;
        _logger = logger;
        _status = new SourceTaskStatus(name, SourceTaskState.Running);
    }

    public string Name { get; }

    /// <summary>As of now; safe from any thread.</summary>
    public SourceTaskStatus Status => _appender.Obstacle is { } obstacle ? _status with { Error = obstacle } : _status;

    /// <summary>Runs until cancelled. Throws only where the log has failed.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await _task.StartAsync(cancellation);
                await PollAsync(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is not StorageException)
            {
                await RecoverAsync(e, cancellation);
            }
            finally
            {
                await _task.StopAsync();
            }
        }

        Publish(SourceTaskState.Stopped, null, null);
    }

    private async Task PollAsync(CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            _batch.Clear();
            await _task.PollAsync(_batch, cancellation);
            await _appender.AppendAsync(_batch, _time, cancellation);
            await _task.CommitAsync(cancellation);
            _delay.Reset();
            Publish(SourceTaskState.Running, null, null);
        }
    }

    private async Task RecoverAsync(Exception cause, CancellationToken cancellation)
    {
        TimeSpan wait = _delay.Next();
        LogFailed(_logger, Name, cause.Message.TrimEnd('.'), wait.TotalSeconds, cause);
        Publish(SourceTaskState.Failed, cause.Message, _time.GetUtcNow() + wait);
        try
        {
            await Task.Delay(wait, _time, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The loop sees for itself that it is to end.
        }
    }

    private void Publish(SourceTaskState state, string? error, DateTimeOffset? nextRetry) =>
        _status = new SourceTaskStatus(Name, state)
        {
            RecordCount = _appender.RecordCount,
            DeadLetterCount = _appender.DeadLetterCount,
            DroppedCount = _appender.DroppedCount,
            Error = error,
            NextRetry = nextRetry,
        };
}
