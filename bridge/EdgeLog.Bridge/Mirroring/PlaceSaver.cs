using EdgeLog.Kafka.Protocol;
using EdgeLog.Storage;

namespace EdgeLog.Bridge;

/// <summary>
/// Saves positions that have moved in one place, every second while they move, and after a failure a minute later; what
/// is saved was acknowledged by the target before. Owned by the mirror's loop.
/// </summary>
internal sealed class PlaceSaver(MirrorContext context, MirrorTopics topics, PositionPlace place)
{
    private Task<bool>? _saving;
    private List<(PartitionMirror Partition, Position Position)> _moved = [];
    private string? _lastTrouble;
    private long _notBefore;

    /// <summary>When the next save is due.</summary>
    public long DueAt { get; private set; } = long.MaxValue;

    public void Turn(CancellationToken cancellation)
    {
        Collect();
        if (_saving is not null)
        {
            return;
        }

        if (!HasMoved())
        {
            DueAt = long.MaxValue;
        }
        else if (DueAt == long.MaxValue)
        {
            DueAt = Math.Max(context.Times.After(context.Limits.PositionInterval), _notBefore);
        }
        else if (context.Times.IsDue(DueAt))
        {
            Begin(cancellation);
            context.Signal.SetAfter(_saving!);
        }
    }

    /// <summary>Begins to save what has moved, whether or not it is due.</summary>
    public void Begin(CancellationToken cancellation)
    {
        if (_saving is null && HasMoved())
        {
            DueAt = long.MaxValue;
            _saving = SaveAsync(cancellation);
        }
    }

    /// <summary>Takes note of a save that has ended.</summary>
    public void Collect()
    {
        if (_saving is not { IsCompleted: true } saving)
        {
            return;
        }

        _saving = null;
        DueAt = long.MaxValue;
        if (!saving.GetAwaiter().GetResult())
        {
            // Not at once: a target that is away for hours is not to be asked every second.
            _notBefore = context.Times.After(context.Limits.RefusedRetryInterval);
            return;
        }

        _lastTrouble = null;
        foreach ((PartitionMirror partition, Position position) in _moved)
        {
            place.MarkSaved(partition, position);

            // One place is enough to know of it after a restart; only then may the log let go of what lies before.
            context.Log.Mirrors.Confirm(context.Settings.Name, partition.Source, partition.SavedOffset);
        }
    }

    /// <summary>Waits for the end of what is under way, but not beyond <paramref name="limit"/>.</summary>
    public async Task WaitAsync(CancellationToken limit)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (limit.UnsafeRegister(static source => ((TaskCompletionSource)source!).TrySetResult(), reached))
        {
            await Task.WhenAny(_saving ?? Task.CompletedTask, reached.Task);
        }
    }

    private bool HasMoved()
    {
        foreach (TopicMirror topic in topics.All)
        {
            foreach (PartitionMirror partition in topic.Partitions)
            {
                if (partition.Acknowledged != place.Saved(partition))
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
                .Where(partition => partition.Acknowledged != place.Saved(partition))
                .Select(partition => (partition, partition.Acknowledged)),
        ];
        try
        {
            await place.SaveAsync(_moved.ConvertAll(moved => Entry(moved.Partition, moved.Position)), cancellation);
            return true;
        }
        catch (Exception error) when (
            error is BrokerUnreachableException or KafkaErrorException or KafkaProtocolException or StorageException
                or TopicException or OperationCanceledException)
        {
            Complain(error);
            return false;
        }
    }

    private PositionEntry Entry(PartitionMirror partition, Position position) => new(
        new PositionKey(context.Settings.Name, context.Settings.Policy.SourceAlias, partition.Source.Id),
        position,
        context.Log.Id);

    private void Complain(Exception error)
    {
        if (error.Message != _lastTrouble && error is not OperationCanceledException)
        {
            _lastTrouble = error.Message;
            MirrorReport.LogNotSaved(context.Logger, context.Settings.Name, place.Name, error.Message);
        }
    }
}
