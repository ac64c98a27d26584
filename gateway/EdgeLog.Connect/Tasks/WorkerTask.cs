using EdgeLog.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Connect;

/// <summary>
/// The loop around one task: start, work; after a failure stop, wait, start again. The loop owns everything in here and
/// in what derives from it; others read <see cref="Status"/>.
/// </summary>
internal abstract partial class WorkerTask
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    private readonly ILogger _logger;
    private readonly RetryDelay _delay = new(FirstRetry, LongestRetry, Random.Shared);
    private volatile WorkerTaskStatus _status;

    protected WorkerTask(string name, TimeProvider time, ILogger logger)
    {
        Name = name;
        Time = time;
        _logger = logger;
        _status = new WorkerTaskStatus(name, WorkerTaskState.Running);
    }

    public string Name { get; }

    /// <summary>As of now; safe from any thread.</summary>
    public WorkerTaskStatus Status => Describe(_status);

    protected TimeProvider Time { get; }

    /// <summary>Runs until cancelled. Throws only where the log has failed.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            Exception? failure = null;
            try
            {
                await WorkAsync(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // Asked to stop.
            }
            catch (Exception e) when (e is not StorageException)
            {
                failure = e;
            }
            finally
            {
                await StopAsync();
            }

            if (failure is not null)
            {
                await RecoverAsync(failure, cancellation);
            }
        }

        Publish(WorkerTaskState.Stopped, null, null);
    }

    /// <summary>Opens and works until cancelled or failed; says <see cref="Succeeded"/> on the way.</summary>
    protected abstract Task WorkAsync(CancellationToken cancellation);

    /// <summary>Closes what <see cref="WorkAsync"/> opened; does not throw.</summary>
    protected abstract Task StopAsync();

    /// <summary>Adds the counts to a status. Called from any thread.</summary>
    protected abstract WorkerTaskStatus Describe(WorkerTaskStatus status);

    /// <summary>A round of work is done: the next failure waits briefly again.</summary>
    protected void Succeeded()
    {
        _delay.Reset();
        if (_status is not { State: WorkerTaskState.Running, Error: null })
        {
            Publish(WorkerTaskState.Running, null, null);
        }
    }

    private async Task RecoverAsync(Exception cause, CancellationToken cancellation)
    {
        TimeSpan wait = _delay.Next();
        LogFailed(_logger, Name, cause.Message.TrimEnd('.'), wait.TotalSeconds, cause);
        Publish(WorkerTaskState.Failed, cause.Message, Time.GetUtcNow() + wait);
        try
        {
            await Task.Delay(wait, Time, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The loop sees for itself that it is to end.
        }
    }

    private void Publish(WorkerTaskState state, string? error, DateTimeOffset? nextRetry) =>
        _status = new WorkerTaskStatus(Name, state) { Error = error, NextRetry = nextRetry };
}
