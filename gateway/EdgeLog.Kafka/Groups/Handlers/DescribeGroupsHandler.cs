using EdgeLog.Kafka.Cluster;
using EdgeLog.Kafka.Groups.Classic;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Groups.Handlers;

/// <summary>Tells members, states and assignments of groups of the classic protocol.</summary>
internal static class DescribeGroupsHandler
{
    /// <summary>From this version on a group that is not there is an error.</summary>
    private const short NotFoundVersion = 6;

    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, DescribeGroupsRequest body)
    {
        var response = new DescribeGroupsResponse();
        foreach (var id in body.Groups)
        {
            var group = await GroupCalls.AskAsync(
                request,
                id,
                groups => groups.Table.Find(id) is { Consumer: null, Classic: var classic }
                    ? ClassicGroups.Describe(classic)
                    : null);
            group ??= Missing(id, request.Header.ApiVersion);
            group.AuthorizedOperations = body.IncludeAuthorizedOperations
                ? AuthorizedOperations.Group
                : int.MinValue;
            response.Groups.Add(group);
        }

        return response.Write;
    }

    private static DescribeGroupsResponse.Group Missing(string id, short version) => new()
    {
        GroupId = id,
        GroupState = "Dead",
        ErrorCode = version >= NotFoundVersion ? ErrorCode.GroupIdNotFound : ErrorCode.None,
        ErrorMessage = version >= NotFoundVersion ? $"Group {id} not found." : null,
    };
}
