using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Groups.Handlers;

/// <summary>Commits offsets; answered when they are durable.</summary>
internal static class OffsetCommitHandler
{
    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, OffsetCommitRequest body)
    {
        var version = request.Header.ApiVersion;
        var response = await GroupCalls.CallAsync<OffsetCommitResponse>(
            request, body.GroupId, (groups, answer) => groups.Offsets.Commit(body, version, answer));
        return response.Write;
    }
}
