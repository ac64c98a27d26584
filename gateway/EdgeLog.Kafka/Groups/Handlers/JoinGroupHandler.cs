using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Groups.Handlers;

/// <summary>Joins a group; the answer waits for the group's next generation.</summary>
internal static class JoinGroupHandler
{
    /// <summary>From this version on the protocol's name may be null.</summary>
    private const short NullProtocolVersion = 7;

    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, JoinGroupRequest body)
    {
        foreach (var protocol in body.Protocols)
        {
            // The member outlives the frame these are slices of.
            protocol.Metadata = protocol.Metadata.ToArray();
        }

        request.ReleaseFrame();
        var (version, client) = (request.Header.ApiVersion, GroupCalls.ClientOf(request));
        var response = await GroupCalls.CallAsync<JoinGroupResponse>(
            request, body.GroupId, (groups, answer) => groups.Classic.Join(new(body, version, client, answer)));
        if (version < NullProtocolVersion)
        {
            response.ProtocolName ??= "";
        }

        return response.Write;
    }
}
