using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Bridge;

/// <summary>
/// Keeps positions in the target and in the local log, each by itself: a target that does not take them delays nothing
/// here. Owned by the mirror's loop.
/// </summary>
internal sealed class PositionSaver
{
    private const string TargetName = "the target";

    private readonly MirrorContext _context;
    private readonly TargetPositions _target;
    private readonly PlaceSaver _inTarget;
    private readonly PlaceSaver _inLog;

    public PositionSaver(MirrorContext context, KafkaClient client, MirrorTopics topics)
    {
        _context = context;
        _target = new TargetPositions(
            client, context.Settings.Policy.PositionsTopic, context.Settings.ReplicationFactor, context.Times);
        var local = new LocalPositions(context.Log);
        _inTarget = new PlaceSaver(context, topics, new PositionPlace(
            TargetName,
            _target.SaveAsync,
            static partition => partition.SavedInTarget,
            static (partition, position) => partition.SavedInTarget = position));
        _inLog = new PlaceSaver(context, topics, new PositionPlace(
            "the local log",
            (entries, cancellation) => local.SaveAsync(entries, context.Times.Stamp, cancellation),
            static partition => partition.SavedInLog,
            static (partition, position) => partition.SavedInLog = position));
    }

    /// <summary>When the next save is due.</summary>
    public long DueAt => Math.Min(_inTarget.DueAt, _inLog.DueAt);

    /// <summary>The positions in the target; none where it does not let us have any.</summary>
    public async Task<List<PositionEntry>> LoadAsync(CancellationToken cancellation)
    {
        try
        {
            return await _target.LoadAsync(cancellation);
        }
        catch (KafkaErrorException error) when (!ErrorCodes.IsRetriable(error.Error))
        {
            MirrorReport.LogNotSaved(_context.Logger, _context.Settings.Name, TargetName, error.Message);
            return [];
        }
    }

    public void Turn(CancellationToken cancellation)
    {
        _inTarget.Turn(cancellation);
        _inLog.Turn(cancellation);
    }

    /// <summary>
    /// Saves what is not saved yet, whether or not it is due, but not beyond <paramref name="limit"/>.
    /// </summary>
    public async Task SaveLastAsync(CancellationToken limit)
    {
        await EndAsync(limit);
        _inTarget.Collect();
        _inLog.Collect();
        _inTarget.Begin(limit);
        _inLog.Begin(limit);
        await EndAsync(limit);
        _inTarget.Collect();
        _inLog.Collect();
    }

    /// <summary>Waits for the end of what is under way, but not beyond <paramref name="limit"/>.</summary>
    public Task EndAsync(CancellationToken limit) =>
        Task.WhenAll(_inTarget.WaitAsync(limit), _inLog.WaitAsync(limit));
}
