using EdgeLog.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Connect;

/// <summary>
/// Runs source and sink tasks, each on its own loop, so that one that fails or hangs delays no other. Tasks may be
/// added and removed while it runs, from any thread.
/// </summary>
public sealed class Worker
{
    private readonly LogDirectory _log;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Running> _tasks = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isStopping;

    /// <summary>Makes a worker that appends to <paramref name="log"/>.</summary>
    public Worker(LogDirectory log, TimeProvider time, ILoggerFactory loggers)
    {
        _log = log;
        _time = time;
        _logger = loggers.CreateLogger<Worker>();
    }

    /// <summary>All tasks as of now.</summary>
    public IReadOnlyList<WorkerTaskStatus> Status
    {
        get
        {
            lock (_lock)
            {
                return [.. _tasks.Values.Select(running => running.Task.Status)];
            }
        }
    }

    /// <summary>Starts a source. Throws <see cref="ArgumentException"/> where a task of that name runs.</summary>
    public void Add(string name, SourceTask task, RecordPipeline pipeline) =>
        Start(new SourceWorkerTask(
            name, task, new SourceAppender(name, _log, pipeline, _logger), _time, _logger));

    /// <summary>Starts a sink. Throws <see cref="ArgumentException"/> where a task of that name runs.</summary>
    internal void Add(string name, SinkTask task, SinkPipeline pipeline, SinkCursors cursors) =>
        Start(new SinkWorkerTask(
            name, task, new SinkIntake(name, _log, pipeline, _logger), cursors, _time, _logger));

    private void Start(WorkerTask runner)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isStopping, this);
            var stop = new CancellationTokenSource();
            var loop = Task.Run(() => WatchAsync(runner, stop.Token), stop.Token);
            _tasks.Add(runner.Name, new Running(runner, stop, loop));
        }
    }

    /// <summary>
    /// Stops a task and waits for its loop to end. Does nothing where there is none.
    /// </summary>
    public async Task RemoveAsync(string name)
    {
        Running? running;
        lock (_lock)
        {
            _tasks.Remove(name, out running);
        }

        if (running is not null)
        {
            await StopAsync(running);
        }
    }

    /// <summary>
    /// Completes when cancelled and all tasks have stopped. Throws <see cref="StorageException"/> where the log has
    /// failed.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await _failure.Task.WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop: what follows is the stop.
        }
        finally
        {
            Running[] all;
            lock (_lock)
            {
                _isStopping = true;
                all = [.. _tasks.Values];
            }

            await Task.WhenAll(all.Select(StopAsync));
        }
    }

    private static async Task StopAsync(Running running)
    {
        await running.Stop.CancelAsync();
        try
        {
            await running.Loop;
        }
        catch (OperationCanceledException)
        {
            // It was stopped before it had begun.
        }

        running.Stop.Dispose();
    }

    private async Task WatchAsync(WorkerTask runner, CancellationToken cancellation)
    {
        try
        {
            await runner.RunAsync(cancellation);
        }
        catch (StorageException e)
        {
            _failure.TrySetException(e);
        }
    }

    private sealed record Running(WorkerTask Task, CancellationTokenSource Stop, Task Loop);
}
