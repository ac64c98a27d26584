using EdgeLog.Kafka.Cluster;
using EdgeLog.Kafka.Groups.Consumer;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Groups.Handlers;

/// <summary>
/// Tells members and assignments of groups of the new protocol; any other is not found, and clients ask as for a group
/// of the classic one.
/// </summary>
internal static class ConsumerGroupDescribeHandler
{
    private const sbyte ConsumerMemberType = 1;

    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, ConsumerGroupDescribeRequest body)
    {
        var response = new ConsumerGroupDescribeResponse();
        foreach (var id in body.GroupIds)
        {
            var group = await GroupCalls.AskAsync(
                request,
                id,
                groups => groups.Table.Find(id)?.Consumer is { } found ? Describe(groups.Log.Topics, id, found) : null);
            group ??= new()
            {
                GroupId = id,
                ErrorCode = ErrorCode.GroupIdNotFound,
                ErrorMessage = $"Group {id} is not a consumer group.",
            };
            group.AuthorizedOperations = body.IncludeAuthorizedOperations
                ? AuthorizedOperations.Group
                : int.MinValue;
            response.Groups.Add(group);
        }

        return response.Write;
    }

    private static ConsumerGroupDescribeResponse.Group Describe(TopicCatalog topics, string id, ConsumerGroup group) =>
        new()
        {
            GroupId = id,
            ErrorMessage = null,
            GroupState = group.State,
            GroupEpoch = group.Epoch,
            AssignmentEpoch = group.AssignmentEpoch,
            AssignorName = HeartbeatStep.ChooseAssignor(group.Members),
            Members =
            [
                .. group.Members.Select(member => new ConsumerGroupDescribeResponse.Member
                {
                    MemberId = member.Id,
                    InstanceId = member.InstanceId,
                    RackId = member.RackId,
                    MemberEpoch = member.Epoch,
                    ClientId = member.ClientId,
                    ClientHost = member.ClientHost,
                    SubscribedTopicNames = [.. member.Topics],
                    SubscribedTopicRegex = member.Pattern,
                    Assignment = Describe(topics, member.Assigned),
                    TargetAssignment = Describe(topics, group.TargetOf(member.Id)),
                    MemberType = ConsumerMemberType,
                }),
            ],
        };

    private static ConsumerGroupDescribeResponse.MemberAssignment Describe(
        TopicCatalog topics, IEnumerable<TopicIdPartition> partitions) => new()
        {
            TopicPartitions =
            [
                .. TopicIdPartition.Write(partitions).Select(topic =>
                    new ConsumerGroupDescribeResponse.TopicAssignment
                    {
                        TopicId = topic.TopicId,
                        TopicName = topics.Find(topic.TopicId)?.Name ?? "",
                        Partitions = topic.Partitions,
                    }),
            ],
        };
}
