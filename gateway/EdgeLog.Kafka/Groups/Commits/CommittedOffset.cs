namespace EdgeLog.Kafka.Groups.Commits;

/// <summary>A position that a group has committed.</summary>
/// <param name="Offset">The next record to read.</param>
/// <param name="LeaderEpoch">The epoch of the record before it; -1 where unknown.</param>
/// <param name="Metadata">The client's note.</param>
/// <param name="TopicId">The topic it was committed for; empty where unknown.</param>
/// <param name="CommittedAt">
/// When, in the coordinator's monotonic time: ages do not follow a clock that jumps.
/// </param>
internal sealed record CommittedOffset(
    long Offset, int LeaderEpoch, string Metadata, Guid TopicId, TimeSpan CommittedAt);
