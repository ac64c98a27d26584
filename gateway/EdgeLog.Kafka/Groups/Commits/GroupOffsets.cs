using EdgeLog.Kafka.Groups.Classic;
using EdgeLog.Kafka.Groups.Consumer;
using EdgeLog.Kafka.Groups.Records;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Records;

namespace EdgeLog.Kafka.Groups.Commits;

/// <summary>
/// Committed offsets: written, told, deleted, expired. What is told is durable. The coordinator's loop's.
/// </summary>
internal sealed class GroupOffsets(GroupCoordinator coordinator)
{
    private readonly OffsetCommits _commits = new(coordinator);
    private readonly OffsetExpiry _expiry = new(coordinator);

    public void Commit(OffsetCommitRequest request, short version, TaskCompletionSource<OffsetCommitResponse> answer) =>
        _commits.Commit(request, version, answer);

    /// <summary>Gives up offsets nobody needs any more; how many.</summary>
    public int Expire() => _expiry.Run();

    /// <summary>A committed offset; null where there is none for the topic of this name that is there now.</summary>
    public CommittedOffset? Find(string groupId, string topic, int partition)
    {
        var offset = coordinator.Table.Find(groupId)?.Offsets.GetValueOrDefault(new TopicPartition(topic, partition));
        return offset is null || IsOfAnother(offset, topic) ? null : offset;
    }

    /// <summary>All topics and partitions a group has offsets of.</summary>
    public IEnumerable<IGrouping<string, TopicPartition>> Of(string groupId) =>
        coordinator.Table.Find(groupId) is { } group
            ? group.Offsets.Where(one => !IsOfAnother(one.Value, one.Key.Topic))
                .Select(one => one.Key)
                .OrderBy(one => one.Partition)
                .GroupBy(one => one.Topic)
                .OrderBy(topic => topic.Key, StringComparer.Ordinal)
            : [];

    /// <summary>Deletes a group with its offsets.</summary>
    public void DeleteGroup(string groupId, TaskCompletionSource<ErrorCode> answer)
    {
        if (coordinator.Table.Find(groupId) is not { } group)
        {
            answer.TrySetResult(groupId.Length == 0 ? ErrorCode.InvalidGroupId : ErrorCode.GroupIdNotFound);
        }
        else if (!group.IsEmpty)
        {
            answer.TrySetResult(ErrorCode.NonEmptyGroup);
        }
        else
        {
            coordinator.WriteHeld(groupId, Tombstones(group), isDurable => answer.TrySetResult(
                isDurable ? ErrorCode.None : ErrorCode.CoordinatorNotAvailable));
        }
    }

    /// <summary>Deletes offsets of a group whose members, if it has any, do not read those topics.</summary>
    public void DeleteOffsets(OffsetDeleteRequest request, TaskCompletionSource<OffsetDeleteResponse> answer)
    {
        var response = new OffsetDeleteResponse { ErrorCode = RefuseDelete(request.GroupId) };
        if (response.ErrorCode != ErrorCode.None)
        {
            answer.TrySetResult(response);
            return;
        }

        var group = coordinator.Table.Find(request.GroupId)!;
        var tombstones = new List<GroupRecord>();
        foreach (var wanted in request.Topics)
        {
            var error = IsSubscribed(group, wanted.Name) ? ErrorCode.GroupSubscribedToTopic : ErrorCode.None;
            var topic = new OffsetDeleteResponse.Topic { Name = wanted.Name };
            response.Topics.Add(topic);
            foreach (var partition in wanted.Partitions)
            {
                topic.Partitions.Add(new() { PartitionIndex = partition.PartitionIndex, ErrorCode = error });
                var key = new TopicPartition(wanted.Name, partition.PartitionIndex);
                if (error == ErrorCode.None && group.Offsets.ContainsKey(key))
                {
                    tombstones.Add(Tombstone(group.Id, key));
                }
            }
        }

        if (tombstones.Count == 0)
        {
            answer.TrySetResult(response);
            return;
        }

        coordinator.WriteHeld(group.Id, tombstones, isDurable => answer.TrySetResult(
            isDurable ? response : new() { ErrorCode = ErrorCode.CoordinatorNotAvailable }));
    }

    /// <summary>That an offset is gone.</summary>
    internal static GroupRecord Tombstone(string groupId, TopicPartition partition) =>
        new(GroupRecordKey.OfOffset(groupId, partition.Topic, partition.Partition), null);

    /// <summary>That a group and all its offsets are gone.</summary>
    internal static List<GroupRecord> Tombstones(Group group) =>
    [
        .. group.Offsets.Keys.Select(partition => Tombstone(group.Id, partition)),
        .. group.Consumer is null ? [ClassicRecords.Tombstone(group.Id)] : ConsumerRecords.Tombstones(group.Id),
    ];

    /// <summary>Whether members of the group read the topic.</summary>
    internal bool IsSubscribed(Group group, string topic) => group.Consumer is { } consumer
        ? coordinator.Consumer.IsSubscribedTo(consumer, topic)
        : group.Classic.IsSubscribedTo(topic);

    private ErrorCode RefuseDelete(string groupId)
    {
        if (coordinator.Table.Find(groupId) is not { } group)
        {
            return ErrorCode.GroupIdNotFound;
        }

        var canTell = group.Consumer is not null || group.Classic.State == ClassicGroupState.Empty
            || group.Classic.ProtocolType == ConsumerSubscription.ProtocolType;
        return canTell ? ErrorCode.None : ErrorCode.NonEmptyGroup;
    }

    /// <summary>Whether the topic was deleted since, and another one made under its name.</summary>
    private bool IsOfAnother(CommittedOffset offset, string topic) =>
        offset.TopicId != Guid.Empty
        && coordinator.Log.Topics.Find(topic) is { } now && now.Id != offset.TopicId;
}
