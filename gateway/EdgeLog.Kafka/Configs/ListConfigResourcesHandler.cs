using System.Globalization;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Configs;

/// <summary>Tells what has settings: topics and the broker. Groups and client metrics have none of their own here.
/// </summary>
internal static class ListConfigResourcesHandler
{
    /// <summary>From this version on kinds are asked for; before, it was about client metrics only.</summary>
    private const short KindsVersion = 1;

    public static WriteBody Handle(KafkaRequest request, ListConfigResourcesRequest body)
    {
        var response = new ListConfigResourcesResponse();
        if (request.Header.ApiVersion < KindsVersion)
        {
            return response.Write;
        }

        var server = request.Server;
        if (Wants(body, ConfigResourceType.Topic))
        {
            response.ConfigResources.AddRange(server.Log.Topics.Snapshot.Keys
                .Order(StringComparer.Ordinal)
                .Select(name => Resource(ConfigResourceType.Topic, name)));
        }

        if (Wants(body, ConfigResourceType.Broker))
        {
            var id = server.Options.NodeId.ToString(CultureInfo.InvariantCulture);
            response.ConfigResources.Add(Resource(ConfigResourceType.Broker, id));
        }

        return response.Write;
    }

    private static bool Wants(ListConfigResourcesRequest body, ConfigResourceType type) =>
        body.ResourceTypes.Count == 0 || body.ResourceTypes.Contains((sbyte)type);

    private static ListConfigResourcesResponse.ConfigResource Resource(ConfigResourceType type, string name) =>
        new() { ResourceType = type, ResourceName = name };
}
