using EdgeLog.Kafka.Protocol;
using EdgeLog.Storage;

namespace EdgeLog.Bridge;

/// <summary>
/// Saves positions that have moved, every second while they move, in the target and in the local log; what is saved was
/// acknowledged by the target before. Owned by the mirror's loop.
/// </summary>
internal sealed class PositionSaver(MirrorContext context, KafkaClient client, MirrorTopics topics)
{
    private readonly TargetPositions _target = new(
        client, context.Settings.Policy.PositionsTopic, context.Settings.ReplicationFactor, context.Times);
    private readonly LocalPositions _local = new(context.Log);
    private Task<bool>? _saving;
    private List<(PartitionMirror Partition, Position Position)> _moved = [];
    private string? _lastTrouble;
    private bool _isRefused;

    /// <summary>When the next save is due.</summary>
    public long DueAt { get; private set; } = long.MaxValue;

    /// <summary>The positions in the target; none where it does not let us have any.</summary>
    public async Task<List<PositionEntry>> LoadAsync(CancellationToken cancellation)
    {
        try
        {
            return await _target.LoadAsync(cancellation);
        }
        catch (KafkaErrorException error) when (!ErrorCodes.IsRetriable(error.Error))
        {
            _isRefused = true;
            Complain("the target", error);
            return [];
        }
    }

    public void Turn(CancellationToken cancellation)
    {
        if (_saving is { IsCompleted: true } saved)
        {
            _saving = null;
            DueAt = long.MaxValue;
            Take(saved);
        }

        if (_saving is not null || !HasMoved())
        {
            return;
        }

        if (DueAt == long.MaxValue)
        {
            DueAt = context.Times.After(context.Limits.PositionInterval);
        }
        else if (context.Times.IsDue(DueAt))
        {
            DueAt = long.MaxValue;
            _saving = SaveAsync(cancellation);
            context.Signal.SetAfter(_saving);
        }
    }

    /// <summary>Saves what is not saved yet, whether or not it is due.</summary>
    public async Task SaveLastAsync(CancellationToken cancellation)
    {
        if (_saving is not null)
        {
            await EndAsync();
            Take(_saving);
            _saving = null;
        }

        if (HasMoved())
        {
            await SaveAsync(cancellation);
        }
    }

    /// <summary>Waits for the end of what is under way.</summary>
    public async Task EndAsync()
    {
        if (_saving is not null)
        {
            await _saving.ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private bool HasMoved()
    {
        foreach (TopicMirror topic in topics.All)
        {
            foreach (PartitionMirror partition in topic.Partitions)
            {
                if (partition.Acknowledged != partition.Saved)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private async Task<bool> SaveAsync(CancellationToken cancellation)
    {
        _moved =
        [
            .. topics.All.SelectMany(topic => topic.Partitions)
                .Where(partition => partition.Acknowledged != partition.Saved)
                .Select(partition => (partition, partition.Acknowledged)),
        ];
        List<PositionEntry> entries = _moved.ConvertAll(moved => new PositionEntry(
            new PositionKey(context.Settings.Name, context.Settings.Policy.SourceAlias, moved.Partition.Source.Id),
            moved.Position,
            context.Log.Id));
        Task<bool> savingInTarget = TryAsync("the target", () => _target.SaveAsync(entries, cancellation));
        bool inLog = await TryAsync(
            "the local log", () => _local.SaveAsync(entries, context.Times.Stamp, cancellation));
        bool inTarget = await savingInTarget;
        if (inLog || inTarget)
        {
            // One place is enough to know of it after a restart; only then may the log let go of what lies before.
            foreach ((PartitionMirror partition, Position position) in _moved)
            {
                context.Log.Mirrors.Confirm(context.Settings.Name, partition.Source, position.Next);
            }
        }

        if (inTarget && inLog)
        {
            _lastTrouble = null;
        }

        return inLog && (inTarget || _isRefused);
    }

    private async Task<bool> TryAsync(string where, Func<Task> save)
    {
        try
        {
            await save();
            return true;
        }
        catch (KafkaErrorException error) when (!ErrorCodes.IsRetriable(error.Error))
        {
            _isRefused = true;
            Complain(where, error);
            return false;
        }
        catch (Exception error) when (
            error is BrokerUnreachableException or KafkaErrorException or StorageException or TopicException
                or OperationCanceledException)
        {
            Complain(where, error);
            return false;
        }
    }

    private void Take(Task<bool> saved)
    {
        if (!saved.GetAwaiter().GetResult())
        {
            // Not at once: a target that is away for hours must not cost a flush a second here.
            DueAt = context.Times.After(context.Limits.RefusedRetryInterval);
            return;
        }

        foreach ((PartitionMirror partition, Position position) in _moved)
        {
            partition.Saved = position;
        }
    }

    private void Complain(string where, Exception error)
    {
        string trouble = $"{where}: {error.Message}";
        if (trouble != _lastTrouble && error is not OperationCanceledException)
        {
            _lastTrouble = trouble;
            MirrorReport.LogNotSaved(context.Logger, context.Settings.Name, where, error.Message);
        }
    }
}
