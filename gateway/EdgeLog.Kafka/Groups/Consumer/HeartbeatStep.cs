using EdgeLog.Kafka.Groups.Records;

namespace EdgeLog.Kafka.Groups.Consumer;

/// <summary>
/// What one heartbeat changes: the member as it says it is, the group's epoch and targets where they follow, the
/// member's next step. Only makes records; they are applied when they are durable.
/// </summary>
internal sealed class HeartbeatStep(string groupId, ConsumerGroup group, SubscribedTopics topics)
{
    private readonly List<GroupRecord> _records = [];

    public IReadOnlyList<GroupRecord> Records => _records;

    /// <summary>
    /// The member after the heartbeat. <paramref name="before"/> is it as it was, under its former id where a static
    /// member came back; null where it is new.
    /// </summary>
    public ConsumerMember Run(ConsumerMember? before, ConsumerMember wanted, IReadOnlySet<TopicIdPartition>? owned)
    {
        var isSame = before?.Id == wanted.Id;
        if (before is not null && !isSame)
        {
            _records.AddRange(ConsumerRecords.Tombstones(groupId, before.Id));
        }

        if (before is null || !isSame || !wanted.IsDescribedAs(before))
        {
            _records.Add(ConsumerRecords.OfDescription(groupId, wanted));
        }

        List<ConsumerMember> members =
            [.. group.Members.Where(member => member.Id != before?.Id && member.Id != wanted.Id), wanted];
        var counts = topics.PartitionCounts(members);
        var hash = SubscribedTopics.Hash(counts);
        var epoch = group.Epoch;
        if (before is null || !wanted.WantsSame(before) || hash != group.MetadataHash)
        {
            _records.Add(ConsumerRecords.OfEpoch(groupId, ++epoch, hash));
        }

        var target = epoch > group.AssignmentEpoch
            ? Retarget(members, counts, (epoch, wanted.Id, before?.Id))
            : Inherit(before, wanted);
        var taken = members.Where(member => member.Id != wanted.Id)
            .SelectMany(member => member.Assigned.Concat(member.PendingRevocation)).ToHashSet();
        var targetEpoch = Math.Max(epoch, group.AssignmentEpoch);
        var after = new Reconciliation(target, targetEpoch, taken, owned).Step(wanted);
        if (before is null || !isSame || !after.HasSame(before))
        {
            _records.Add(ConsumerRecords.OfCurrent(groupId, after));
        }

        return after;
    }

    private IReadOnlySet<TopicIdPartition> Inherit(ConsumerMember? before, ConsumerMember wanted)
    {
        var target = group.TargetOf(before?.Id ?? wanted.Id);
        if (before is not null && before.Id != wanted.Id)
        {
            _records.Add(ConsumerRecords.OfTarget(groupId, wanted.Id, target));
        }

        return target;
    }

    private HashSet<TopicIdPartition> Retarget(
        List<ConsumerMember> members,
        Dictionary<Guid, int> counts,
        (int Epoch, string MemberId, string? FormerId) step)
    {
        List<AssignedMember> known =
        [
            .. members.Select(member => new AssignedMember(
                member.Id,
                topics.Of(member).Select(topic => topic.Id).ToHashSet(),
                group.TargetOf(member.Id == step.MemberId ? step.FormerId ?? member.Id : member.Id))),
        ];
        var targets = ChooseAssignor(members) == RangeAssignor.Name
            ? RangeAssignor.Assign(known, counts)
            : UniformAssignor.Assign(known, counts);
        foreach (var (memberId, target) in targets)
        {
            if (!group.Targets.TryGetValue(memberId, out var former) || !former.SetEquals(target))
            {
                _records.Add(ConsumerRecords.OfTarget(groupId, memberId, target));
            }
        }

        _records.Add(ConsumerRecords.OfTargetEpoch(groupId, step.Epoch));
        return targets[step.MemberId];
    }

    /// <summary>What most members ask for that ask for any.</summary>
    public static string ChooseAssignor(IEnumerable<ConsumerMember> members) => members
        .Where(member => member.Assignor is not null)
        .GroupBy(member => member.Assignor!)
        .MaxBy(votes => votes.Count())?.Key ?? UniformAssignor.Name;
}
