using EdgeLog.Kafka.Groups.Consumer;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Groups.Handlers;

/// <summary>A member of a group of the new protocol joins, stays or leaves.</summary>
internal static class ConsumerGroupHeartbeatHandler
{
    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, ConsumerGroupHeartbeatRequest body)
    {
        if (request.Header.ApiVersion == 0 && body is { MemberId: "", MemberEpoch: ConsumerEpoch.Join })
        {
            // From version 1 on members bring their own id.
            body.MemberId = Guid.NewGuid().ToString();
        }

        var client = GroupCalls.ClientOf(request);
        var response = await GroupCalls.CallAsync<ConsumerGroupHeartbeatResponse>(
            request, body.GroupId, (groups, answer) => groups.Consumer.Heartbeat(new(body, client, answer)));
        return response.Write;
    }
}
