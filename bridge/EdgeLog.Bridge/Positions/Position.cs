using EdgeLog.Records;

namespace EdgeLog.Bridge;

/// <summary>
/// How far a source partition was mirrored: every record before <paramref name="Next"/> is in the target.
/// </summary>
/// <param name="TopicId">The source topic's id: a topic created anew under the same name is another one.</param>
/// <param name="LeaderEpoch">The epoch of the last record mirrored; tells a log that lost its tail from one that
/// grew.</param>
/// <param name="Next">The offset to go on from.</param>
internal readonly record struct Position(Guid TopicId, LeaderEpoch LeaderEpoch, Offset Next);
