using EdgeLog.Kafka.Groups.Classic;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Groups.Handlers;

/// <summary>Tells which groups there are, with states and types, all or those asked for.</summary>
internal static class ListGroupsHandler
{
    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, ListGroupsRequest body)
    {
        var groups = await GroupCalls.AskAsync(request, "", coordinator => coordinator.Table.Groups
            .Select(Describe)
            .Where(group => Matches(body.StatesFilter, group.GroupState) && Matches(body.TypesFilter, group.GroupType))
            .ToList());
        return new ListGroupsResponse { Groups = groups }.Write;
    }

    private static ListGroupsResponse.Group Describe(Group group) => group.Consumer is { } consumer
        ? new()
        {
            GroupId = group.Id,
            ProtocolType = ConsumerSubscription.ProtocolType,
            GroupState = consumer.State,
            GroupType = "consumer",
        }
        : new()
        {
            GroupId = group.Id,
            ProtocolType = group.Classic.ProtocolType ?? "",
            GroupState = group.Classic.State.ToString(),
            GroupType = "classic",
        };

    private static bool Matches(List<string> wanted, string value) =>
        wanted.Count == 0 || wanted.Exists(one => string.Equals(one, value, StringComparison.OrdinalIgnoreCase));
}
