using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Groups.Handlers;

/// <summary>Tells a member its assignment, once the leader has brought it and it is durable.</summary>
internal static class SyncGroupHandler
{
    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, SyncGroupRequest body)
    {
        foreach (var assigned in body.Assignments)
        {
            // They outlive the frame these are slices of.
            assigned.Assignment = assigned.Assignment.ToArray();
        }

        request.ReleaseFrame();
        var response = await GroupCalls.CallAsync<SyncGroupResponse>(
            request, body.GroupId, (groups, answer) => groups.Classic.Sync(body, answer));
        return response.Write;
    }
}
