using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;
using EdgeLog.Kafka.Topics;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Configs;

/// <summary>
/// Replaces all settings of topics: what the request does not name goes back to its default. The older way, which
/// kafkajs, kafka-python and sarama still go.
/// </summary>
internal static class AlterConfigsHandler
{
    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, AlterConfigsRequest body)
    {
        var response = new AlterConfigsResponse();
        foreach (var resource in body.Resources)
        {
            var result = new AlterConfigsResponse.Result
            {
                ResourceType = resource.ResourceType,
                ResourceName = resource.ResourceName,
                ErrorMessage = null,
            };
            response.Responses.Add(result);
            try
            {
                (result.ErrorCode, result.ErrorMessage) = Refuse(request.Server, resource) ?? (ErrorCode.None, null);
                if (result.ErrorCode == ErrorCode.None)
                {
                    await AlterAsync(request, resource, body.ValidateOnly ? Validate : Alter);
                }
            }
            catch (TopicException e)
            {
                (result.ErrorCode, result.ErrorMessage) = (TopicErrors.CodeOf(e.Error), e.Message);
            }
        }

        return response.Write;
    }

    private static Task AlterAsync(
        KafkaRequest request,
        AlterConfigsRequest.Resource resource,
        Func<KafkaRequest, string, Dictionary<string, string?>, Task> alter)
    {
        var topic = request.Server.Log.Topics.Find(resource.ResourceName)!;
        var changes = topic.Config.Overrides.Keys.ToDictionary(name => name, _ => (string?)null);
        foreach (var config in resource.Configs)
        {
            changes[config.Name] = config.Value;
        }

        TopicConfigs.Validate(changes);
        return alter(request, resource.ResourceName, changes);
    }

    private static Task Alter(KafkaRequest request, string topic, Dictionary<string, string?> changes) =>
        request.Server.Log.Topics.AlterConfigAsync(topic, changes, request.Connection.Aborted);

    private static Task Validate(KafkaRequest request, string topic, Dictionary<string, string?> changes) =>
        Task.CompletedTask;

    private static (ErrorCode, string?)? Refuse(KafkaServer server, AlterConfigsRequest.Resource resource)
    {
        if (TopicConfigs.RefuseChange(server.Log.Topics, resource.ResourceType, resource.ResourceName) is { } refused)
        {
            return refused;
        }

        if (resource.Configs.DistinctBy(config => config.Name).Count() != resource.Configs.Count)
        {
            return (ErrorCode.InvalidRequest, "The request names a setting twice.");
        }

        return resource.Configs.Find(config => config.Value is null) is { } odd
            ? (ErrorCode.InvalidConfig, $"{odd.Name} has no value.")
            : null;
    }
}
