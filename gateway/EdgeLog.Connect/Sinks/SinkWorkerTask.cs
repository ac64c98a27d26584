using Microsoft.Extensions.Logging;

namespace EdgeLog.Connect;

/// <summary>
/// The loop of a sink: fill a batch, transform, hand over, confirm; save positions every second while they move, and
/// at a stop.
/// </summary>
internal sealed class SinkWorkerTask(
    string name, SinkTask task, SinkIntake intake, SinkCursors cursors, TimeProvider time, ILogger logger)
    : WorkerTask(name, time, logger)
{
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(1);

    private readonly SinkBatch _batch = new();
    private long _confirmed;
    private long _savedAt;

    protected override async Task WorkAsync(CancellationToken cancellation)
    {
        await task.StartAsync(cancellation);
        Succeeded();
        cursors.Rewind();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            cursors.Signal.Reset();
            cursors.Refresh();
            _batch.Clear();
            cursors.Fill(_batch);
            if (_batch.Count > 0)
            {
                await HandOverAsync(cancellation);
                Succeeded();
            }
            else
            {
                // Reading may have moved over what is gone or not for it.
                cursors.Confirm([]);
                await IdleAsync(cancellation);
            }

            if (cursors.HasMoved && Time.GetElapsedTime(_savedAt) >= SaveInterval)
            {
                await SaveAsync(cancellation);
            }
        }
    }

    protected override async Task StopAsync()
    {
        await task.StopAsync();
        await SaveAsync(CancellationToken.None);
    }

    protected override WorkerTaskStatus Describe(WorkerTaskStatus status) => status with
    {
        RecordCount = Interlocked.Read(ref _confirmed),
        DeadLetterCount = intake.DeadLetterCount,
        DroppedCount = intake.DroppedCount,
        LagCount = cursors.LagCount,
        GapCount = cursors.GapCount,
        Error = intake.Obstacle ?? status.Error,
    };

    private async Task HandOverAsync(CancellationToken cancellation)
    {
        await intake.TransformAsync(_batch, Time, cancellation);
        try
        {
            if (_batch.Count > 0)
            {
                await task.PutAsync(_batch, cancellation);
                _batch.ConfirmedCount = _batch.Count;
            }
        }
        finally
        {
            if (_batch.Rejected.Count > 0)
            {
                await intake.RejectAsync(_batch, Time, cancellation);
            }

            Interlocked.Add(ref _confirmed, _batch.ConfirmedCount - _batch.Rejected.Count);
            cursors.Confirm(Unconfirmed());
        }
    }

    private IEnumerable<SinkRecord> Unconfirmed()
    {
        for (int i = _batch.ConfirmedCount; i < _batch.Count; i++)
        {
            yield return _batch[i];
        }
    }

    private async Task IdleAsync(CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            Task timer = Task.Delay(cursors.HasMoved ? SaveInterval : Timeout.InfiniteTimeSpan, Time, end.Token);
            Task woken = await Task.WhenAny(
                cursors.Signal.IsSet, cursors.WaitForCatalogAsync(end.Token), task.Lost, timer);
            cancellation.ThrowIfCancellationRequested();
            if (woken == task.Lost)
            {
                await woken;
                throw new IOException("The connection was closed.");
            }
        }
        finally
        {
            await end.CancelAsync();
        }
    }

    private async Task SaveAsync(CancellationToken cancellation)
    {
        _savedAt = Time.GetTimestamp();
        await cursors.SaveAsync(cancellation);
    }
}
