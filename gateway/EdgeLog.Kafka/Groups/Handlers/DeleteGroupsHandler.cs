using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Groups.Handlers;

/// <summary>Deletes groups without members, and their offsets.</summary>
internal static class DeleteGroupsHandler
{
    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, DeleteGroupsRequest body)
    {
        var response = new DeleteGroupsResponse();
        foreach (var id in body.GroupsNames)
        {
            var error = await GroupCalls.CallAsync<ErrorCode>(
                request, id, (groups, answer) => groups.Offsets.DeleteGroup(id, answer));
            response.Results.Add(new() { GroupId = id, ErrorCode = error });
        }

        return response.Write;
    }
}
