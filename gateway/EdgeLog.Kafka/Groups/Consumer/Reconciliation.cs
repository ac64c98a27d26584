namespace EdgeLog.Kafka.Groups.Consumer;

/// <summary>
/// The next step of a member towards its target (KIP-848): it gives up first, then its epoch advances, then it gets
/// what nobody else has any more.
/// </summary>
/// <param name="Target">What it is to have.</param>
/// <param name="TargetEpoch">The epoch of the target.</param>
/// <param name="Taken">What others have.</param>
/// <param name="Owned">What it says it has; null where it does not say.</param>
internal sealed record Reconciliation(
    IReadOnlySet<TopicIdPartition> Target,
    int TargetEpoch,
    IReadOnlySet<TopicIdPartition> Taken,
    IReadOnlySet<TopicIdPartition>? Owned)
{
    public ConsumerMember Step(ConsumerMember member) => member.State switch
    {
        ConsumerMemberState.Stable when member.Epoch == TargetEpoch => member,
        ConsumerMemberState.UnrevokedPartitions when StillHas(member.PendingRevocation) => member,
        _ => Next(member),
    };

    private ConsumerMember Next(ConsumerMember member)
    {
        HashSet<TopicIdPartition> kept = [.. member.Assigned.Where(Target.Contains)];
        HashSet<TopicIdPartition> revoked = [.. member.Assigned.Where(one => !Target.Contains(one))];
        if (revoked.Count > 0 && StillHas(revoked))
        {
            return member with
            {
                PreviousEpoch = member.Epoch,
                State = ConsumerMemberState.UnrevokedPartitions,
                Assigned = kept,
                PendingRevocation = revoked,
            };
        }

        var wanted = Target.Where(one => !kept.Contains(one)).ToList();
        var free = wanted.Where(one => !Taken.Contains(one)).ToList();
        return member with
        {
            Epoch = TargetEpoch,
            PreviousEpoch = member.Epoch,
            State = free.Count < wanted.Count
                ? ConsumerMemberState.UnreleasedPartitions
                : ConsumerMemberState.Stable,
            Assigned = new HashSet<TopicIdPartition>(kept.Concat(free)),
            PendingRevocation = new HashSet<TopicIdPartition>(),
        };
    }

    private bool StillHas(IReadOnlySet<TopicIdPartition> revoked) => Owned is null || Owned.Overlaps(revoked);
}
