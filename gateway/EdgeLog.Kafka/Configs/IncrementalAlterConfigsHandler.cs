using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;
using EdgeLog.Kafka.Topics;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Configs;

/// <summary>
/// Sets and resets settings of topics; each topic's changes are durable together or refused together.
/// </summary>
internal static class IncrementalAlterConfigsHandler
{
    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, IncrementalAlterConfigsRequest body)
    {
        var response = new IncrementalAlterConfigsResponse();
        foreach (var resource in body.Resources)
        {
            var result = new IncrementalAlterConfigsResponse.Result
            {
                ResourceType = resource.ResourceType,
                ResourceName = resource.ResourceName,
            };
            response.Responses.Add(result);
            try
            {
                (result.ErrorCode, result.ErrorMessage) = Refuse(request.Server, resource) ?? (ErrorCode.None, null);
                if (result.ErrorCode != ErrorCode.None)
                {
                    continue;
                }

                var changes = Changes(resource);
                TopicConfigs.Validate(changes);
                if (!body.ValidateOnly)
                {
                    await request.Server.Log.Topics.AlterConfigAsync(
                        resource.ResourceName, changes, request.Connection.Aborted);
                }
            }
            catch (TopicException e)
            {
                (result.ErrorCode, result.ErrorMessage) = (TopicErrors.CodeOf(e.Error), e.Message);
            }
        }

        return response.Write;
    }

    private static Dictionary<string, string?> Changes(IncrementalAlterConfigsRequest.Resource resource) =>
        resource.Configs.ToDictionary(
            config => config.Name,
            config => config.ConfigOperation == AlterConfigOperation.Delete ? null : config.Value);

    private static (ErrorCode, string?)? Refuse(KafkaServer server, IncrementalAlterConfigsRequest.Resource resource)
    {
        if (TopicConfigs.RefuseChange(server.Log.Topics, resource.ResourceType, resource.ResourceName) is { } refused)
        {
            return refused;
        }

        if (resource.Configs.DistinctBy(config => config.Name).Count() != resource.Configs.Count)
        {
            return (ErrorCode.InvalidRequest, "The request names a setting twice.");
        }

        var odd = resource.Configs.Find(config => config.ConfigOperation switch
        {
            AlterConfigOperation.Set => config.Value is null,
            AlterConfigOperation.Delete => false,
            _ => true,
        });
        return odd is null
            ? null
            : (ErrorCode.InvalidConfig, $"{odd.Name} can be set to a value or deleted, nothing else.");
    }
}
