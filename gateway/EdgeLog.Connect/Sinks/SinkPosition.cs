using EdgeLog.Records;

namespace EdgeLog.Connect;

/// <summary>How far a sink has handed over a partition: the other side has everything before <c>Next</c>.</summary>
/// <param name="TopicId">The topic's id: one created anew under the same name is another one.</param>
/// <param name="LeaderEpoch">The epoch of the last record handed over; tells a log that lost its tail.</param>
/// <param name="Next">The offset to go on from.</param>
internal readonly record struct SinkPosition(Guid TopicId, LeaderEpoch LeaderEpoch, Offset Next);
