using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Groups.Handlers;

/// <summary>Takes members out of a group: one by itself, or several by an administrator.</summary>
internal static class LeaveGroupHandler
{
    /// <summary>From this version on several members can leave at once.</summary>
    private const short SeveralVersion = 3;

    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, LeaveGroupRequest body)
    {
        var response = new LeaveGroupResponse();
        if (request.Header.ApiVersion < SeveralVersion)
        {
            response.ErrorCode = await GroupCalls.AskAsync(
                request, body.GroupId, groups => groups.Classic.Members.Leave(body.GroupId, body.MemberId, null));
            return response.Write;
        }

        foreach (var member in body.Members)
        {
            response.Members.Add(new()
            {
                MemberId = member.MemberId,
                GroupInstanceId = member.GroupInstanceId,
                ErrorCode = await GroupCalls.AskAsync(
                    request,
                    body.GroupId,
                    groups => groups.Classic.Members.Leave(body.GroupId, member.MemberId, member.GroupInstanceId)),
            });
        }

        return response.Write;
    }
}
