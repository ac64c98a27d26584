using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Groups.Handlers;

/// <summary>Notes that a member lives, and tells it where it has to join again.</summary>
internal static class HeartbeatHandler
{
    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, HeartbeatRequest body)
    {
        var error = await GroupCalls.AskAsync(
            request, body.GroupId, groups => groups.Classic.Members.Heartbeat(body));
        return new HeartbeatResponse { ErrorCode = error }.Write;
    }
}
