namespace EdgeLog.Kafka.Groups.Consumer;

/// <summary>What an assignor knows of a member.</summary>
/// <param name="Id">The member.</param>
/// <param name="Topics">The topics it reads, those that exist.</param>
/// <param name="Before">What the last target gave it.</param>
internal sealed record AssignedMember(
    string Id, IReadOnlySet<Guid> Topics, IReadOnlySet<TopicIdPartition> Before);
