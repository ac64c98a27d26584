using EdgeLog.Kafka.Groups.Consumer;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Groups.Handlers;

/// <summary>Tells committed offsets: of the partitions named, or of all a group has.</summary>
internal static class OffsetFetchHandler
{
    /// <summary>From this version on several groups are asked about at once.</summary>
    private const short SeveralVersion = 8;

    private const short TopicIdVersion = 10;

    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, OffsetFetchRequest body)
    {
        var response = new OffsetFetchResponse();
        if (request.Header.ApiVersion < SeveralVersion)
        {
            var wanted = body.Topics?.Select(topic => new OffsetFetchRequest.GroupTopic
            {
                Name = topic.Topic,
                PartitionIndexes = topic.Partitions,
            });
            var group = await FetchAsync(request, new() { GroupId = body.GroupId, Topics = wanted?.ToList() });
            response.ErrorCode = group.ErrorCode;
            response.Topics.AddRange(
                group.Topics.Select(topic => new OffsetFetchResponse.Topic
                {
                    Name = topic.Name,
                    Partitions = topic.Partitions,
                }));
            return response.Write;
        }

        foreach (var group in body.Groups)
        {
            response.Groups.Add(await FetchAsync(request, group));
        }

        return response.Write;
    }

    private static Task<OffsetFetchResponse.Group> FetchAsync(KafkaRequest request, OffsetFetchRequest.Group wanted) =>
        GroupCalls.AskAsync(request, wanted.GroupId, groups => Fetch(groups, wanted, request.Header.ApiVersion));

    private static OffsetFetchResponse.Group Fetch(
        GroupCoordinator groups, OffsetFetchRequest.Group wanted, short version)
    {
        var result = new OffsetFetchResponse.Group { GroupId = wanted.GroupId };
        if (wanted.MemberEpoch >= 0 && groups.Table.Find(wanted.GroupId)?.Consumer is { } consumer)
        {
            result.ErrorCode = ConsumerGroups.Validate(consumer, wanted.MemberId ?? "", wanted.MemberEpoch);
        }

        if (result.ErrorCode != ErrorCode.None)
        {
            return result;
        }

        var topics = wanted.Topics ?? AllOf(groups, wanted.GroupId);
        foreach (var topic in topics)
        {
            var byId = version >= TopicIdVersion && wanted.Topics is not null;
            var name = byId ? groups.Log.Topics.Find(topic.TopicId)?.Name : topic.Name;
            var error = name is null ? ErrorCode.UnknownTopicId : ErrorCode.None;
            result.Topics.Add(new()
            {
                Name = topic.Name,
                TopicId = byId ? topic.TopicId : groups.Log.Topics.Find(topic.Name)?.Id ?? Guid.Empty,
                Partitions =
                [
                    .. topic.PartitionIndexes.Select(partition =>
                        Partition(groups.Offsets.Find(wanted.GroupId, name ?? "", partition), partition, error)),
                ],
            });
        }

        return result;
    }

    private static List<OffsetFetchRequest.GroupTopic> AllOf(GroupCoordinator groups, string groupId) =>
    [
        .. groups.Offsets.Of(groupId).Select(topic => new OffsetFetchRequest.GroupTopic
        {
            Name = topic.Key,
            PartitionIndexes = [.. topic.Select(one => one.Partition)],
        }),
    ];

    private static OffsetFetchResponse.Partition Partition(
        Commits.CommittedOffset? offset, int partition, ErrorCode error) => new()
        {
            PartitionIndex = partition,
            CommittedOffset = offset?.Offset ?? -1,
            CommittedLeaderEpoch = offset?.LeaderEpoch ?? -1,
            Metadata = offset?.Metadata ?? "",
            ErrorCode = error,
        };
}
