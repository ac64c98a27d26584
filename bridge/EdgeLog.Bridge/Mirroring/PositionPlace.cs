namespace EdgeLog.Bridge;

/// <summary>
/// A place where positions are saved: how it is called, how it is written, and what of a partition stands in it.
/// </summary>
internal sealed record PositionPlace(
    string Name,
    Func<IReadOnlyList<PositionEntry>, CancellationToken, Task> SaveAsync,
    Func<PartitionMirror, Position> Saved,
    Action<PartitionMirror, Position> MarkSaved);
