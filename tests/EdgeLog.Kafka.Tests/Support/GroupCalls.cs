using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Tests.Support;

/// <summary>What tests of groups ask from outside of a group.</summary>
internal static class GroupCalls
{
    private const short CommitVersion = 9;

    /// <summary>Commits an offset, for a member or, without one, as an administrator does.</summary>
    public static async Task<ErrorCode> CommitAsync(
        this TestClient client, string group, string topic, (int Partition, long Offset) at, GroupClient? member = null)
    {
        var request = new OffsetCommitRequest
        {
            GroupId = group,
            GenerationIdOrMemberEpoch = member?.Generation ?? -1,
            MemberId = member?.MemberId ?? "",
            GroupInstanceId = member?.InstanceId,
            Topics =
            [
                new()
                {
                    Name = topic,
                    Partitions = [new() { PartitionIndex = at.Partition, CommittedOffset = at.Offset }],
                },
            ],
        };
        var response = await client.CallAsync(
            ApiKey.OffsetCommit, CommitVersion, request.Write, OffsetCommitResponse.Read);
        return response.Topics.Single().Partitions.Single().ErrorCode;
    }

    /// <summary>All offsets of a group as "topic-partition=offset".</summary>
    public static async Task<string[]> OffsetsAsync(this TestClient client, string group)
    {
        var request = new OffsetFetchRequest { Groups = [new() { GroupId = group, Topics = null }] };
        var response = await client.CallAsync(ApiKey.OffsetFetch, 9, request.Write, OffsetFetchResponse.Read);
        return
        [
            .. response.Groups.Single().Topics.SelectMany(topic => topic.Partitions.Select(
                partition => $"{topic.Name}-{partition.PartitionIndex}={partition.CommittedOffset}")),
        ];
    }

    /// <summary>The state of a group, in Kafka's word.</summary>
    public static async Task<DescribeGroupsResponse.Group> DescribeAsync(this TestClient client, string group)
    {
        var request = new DescribeGroupsRequest { Groups = [group] };
        var response = await client.CallAsync(
            ApiKey.DescribeGroups, 5, request.Write, DescribeGroupsResponse.Read);
        return response.Groups.Single();
    }

    public static async Task<ListGroupsResponse.Group[]> ListAsync(this TestClient client, params string[] states)
    {
        var request = new ListGroupsRequest { StatesFilter = [.. states] };
        return [.. (await client.CallAsync(ApiKey.ListGroups, 5, request.Write, ListGroupsResponse.Read)).Groups];
    }

    public static async Task<ErrorCode> DeleteAsync(this TestClient client, string group)
    {
        var request = new DeleteGroupsRequest { GroupsNames = [group] };
        var response = await client.CallAsync(ApiKey.DeleteGroups, 2, request.Write, DeleteGroupsResponse.Read);
        return response.Results.Single().ErrorCode;
    }
}
