using EdgeLog.Kafka.Groups.Classic;
using EdgeLog.Kafka.Groups.Records;
using EdgeLog.Records;

namespace EdgeLog.Kafka.Groups.Commits;

/// <summary>
/// Offsets that nobody reads on from, offsets of topics that are gone, and then groups of which nothing is left. Ages
/// are monotonic time: a clock that jumps expires nothing.
/// </summary>
internal sealed class OffsetExpiry(GroupCoordinator coordinator)
{
    public int Run()
    {
        var count = 0;
        foreach (var group in coordinator.Table.Groups.ToArray())
        {
            coordinator.Do(group.Id, () => Expire(group.Id));
            count += group.Offsets.Count(one => IsOver(group, one.Key, one.Value));
        }

        return count;
    }

    private void Expire(string groupId)
    {
        if (coordinator.Table.Find(groupId) is not { } group)
        {
            return;
        }

        var over = group.Offsets.Where(one => IsOver(group, one.Key, one.Value)).Select(one => one.Key).ToList();
        if (group.IsEmpty && over.Count == group.Offsets.Count)
        {
            coordinator.WriteHeld(groupId, GroupOffsets.Tombstones(group), static _ => { });
        }
        else if (over.Count > 0)
        {
            List<GroupRecord> tombstones = [.. over.Select(partition => GroupOffsets.Tombstone(groupId, partition))];
            coordinator.WriteHeld(groupId, tombstones, static _ => { });
        }
    }

    private bool IsOver(Group group, TopicPartition partition, CommittedOffset offset)
    {
        if (coordinator.Log.Topics.Find(partition.Topic) is not { } topic
            || (offset.TopicId != Guid.Empty && offset.TopicId != topic.Id))
        {
            return true;
        }

        var since = offset.CommittedAt;
        if (!group.IsEmpty && coordinator.Offsets.IsSubscribed(group, partition.Topic))
        {
            return false;
        }

        var classic = group.Classic;
        if (classic is { State: ClassicGroupState.Empty, ProtocolType: not null })
        {
            since = classic.EmptySince > since ? classic.EmptySince : since;
        }
        else if (classic.State != ClassicGroupState.Empty
            && classic.ProtocolType != ConsumerSubscription.ProtocolType)
        {
            return false;
        }

        return coordinator.Timers.Now - since >= coordinator.Limits.OffsetsRetention;
    }
}
