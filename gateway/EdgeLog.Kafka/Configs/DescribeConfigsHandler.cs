using System.Globalization;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Configs;

/// <summary>
/// Tells settings: a topic's, each with where it comes from, and the few of the broker that clients look for.
/// </summary>
internal static class DescribeConfigsHandler
{
    public static WriteBody Handle(KafkaRequest request, DescribeConfigsRequest body)
    {
        var response = new DescribeConfigsResponse();
        foreach (var resource in body.Resources)
        {
            var result = new DescribeConfigsResponse.Result
            {
                ResourceType = resource.ResourceType,
                ResourceName = resource.ResourceName,
            };
            response.Results.Add(result);
            Describe(request.Server, body, resource, result);
        }

        return response.Write;
    }

    private static void Describe(
        KafkaServer server,
        DescribeConfigsRequest body,
        DescribeConfigsRequest.Resource resource,
        DescribeConfigsResponse.Result result)
    {
        switch (resource.ResourceType)
        {
            case ConfigResourceType.Topic when server.Log.Topics.Find(resource.ResourceName) is { } topic:
                result.Configs = TopicConfigs.Describe(topic.Config, server.Log.Options.TopicDefaults, body);
                break;
            case ConfigResourceType.Topic:
                Fail(result, ErrorCode.UnknownTopicOrPartition, "There is no such topic.");
                break;
            case ConfigResourceType.Broker when IsThisBroker(server, resource.ResourceName):
                result.Configs = BrokerConfigs(server, body);
                break;
            case ConfigResourceType.Broker:
                Fail(result, ErrorCode.InvalidRequest, $"The only broker is {server.Options.NodeId}.");
                break;
            case ConfigResourceType.BrokerLogger or ConfigResourceType.ClientMetrics or ConfigResourceType.Group:
                break;
            default:
                Fail(result, ErrorCode.InvalidRequest, "Topics and brokers have settings here.");
                break;
        }

        if (resource.ConfigurationKeys is { Count: > 0 } keys)
        {
            result.Configs.RemoveAll(config => !keys.Contains(config.Name));
        }
    }

    private static List<DescribeConfigsResponse.Config> BrokerConfigs(KafkaServer server, DescribeConfigsRequest body)
    {
        var options = server.Options;
        return
        [
            Broker(
                body, "auto.create.topics.enable", options.AutoCreateTopics ? "true" : "false", ConfigType.Boolean,
                "Whether asking for a topic's metadata creates it."),
            Broker(
                body, "default.replication.factor", "1", ConfigType.Int,
                "There is one broker."),
            Broker(
                body, "node.id", Number(options.NodeId), ConfigType.Int,
                "This broker's number."),
            Broker(
                body, "num.partitions", Number(server.Log.Options.DefaultPartitions), ConfigType.Int,
                "Partitions of a topic created without saying how many."),
            Broker(
                body, "socket.request.max.bytes", Number(options.Limits.RequestBytesMax), ConfigType.Int,
                "The largest request."),
        ];
    }

    private static DescribeConfigsResponse.Config Broker(
        DescribeConfigsRequest body, string name, string value, ConfigType type, string documentation) =>
        new()
        {
            Name = name,
            Value = value,
            ReadOnly = true,
            ConfigSource = ConfigSource.StaticBroker,
            ConfigType = type,
            Documentation = body.IncludeDocumentation ? documentation : null,
            Synonyms = body.IncludeSynonyms
                ? [new() { Name = name, Value = value, Source = ConfigSource.StaticBroker }]
                : [],
        };

    private static bool IsThisBroker(KafkaServer server, string name) =>
        name.Length == 0 || name == Number(server.Options.NodeId);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Fail(DescribeConfigsResponse.Result result, ErrorCode error, string message) =>
        (result.ErrorCode, result.ErrorMessage) = (error, message);
}
