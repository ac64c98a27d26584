using Microsoft.Extensions.Logging;

namespace EdgeLog.Connect;

/// <summary>The loop of a source: poll, append, commit.</summary>
internal sealed class SourceWorkerTask(
    string name, SourceTask task, SourceAppender appender, TimeProvider time, ILogger logger)
    : WorkerTask(name, time, logger)
{
    private readonly SourceBatch _batch = new();

    protected override async Task WorkAsync(CancellationToken cancellation)
    {
        await task.StartAsync(cancellation);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            _batch.Clear();
            await task.PollAsync(_batch, cancellation);
            await appender.AppendAsync(_batch, Time, cancellation);
            await task.CommitAsync(cancellation);
            Succeeded();
        }
    }

    protected override Task StopAsync() => task.StopAsync().AsTask();

    protected override WorkerTaskStatus Describe(WorkerTaskStatus status) => status with
    {
        RecordCount = appender.RecordCount,
        DeadLetterCount = appender.DeadLetterCount,
        DroppedCount = appender.DroppedCount,
        Error = appender.Obstacle ?? status.Error,
    };
}
