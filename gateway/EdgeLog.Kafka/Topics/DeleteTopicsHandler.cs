using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Topics;

/// <summary>Deletes topics by name or id, with their data. Errors are per topic.</summary>
internal static class DeleteTopicsHandler
{
    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, DeleteTopicsRequest body)
    {
        var response = new DeleteTopicsResponse();
        foreach (var name in body.TopicNames)
        {
            response.Topics.Add(await DeleteAsync(request, new() { Name = name }));
        }

        foreach (var wanted in body.Topics)
        {
            response.Topics.Add(await DeleteAsync(request, wanted));
        }

        return response.Write;
    }

    private static async ValueTask<DeleteTopicsResponse.Topic> DeleteAsync(
        KafkaRequest request, DeleteTopicsRequest.Topic wanted)
    {
        var result = new DeleteTopicsResponse.Topic { Name = wanted.Name, TopicId = wanted.TopicId };
        if ((wanted.Name is null) == (wanted.TopicId == Guid.Empty))
        {
            return Fail(result, ErrorCode.InvalidRequest, "Give either a name or an id.");
        }

        var topics = request.Server.Log.Topics;
        if ((wanted.Name is { } name ? topics.Find(name) : topics.Find(wanted.TopicId)) is not { } topic)
        {
            return wanted.Name is null
                ? Fail(result, ErrorCode.UnknownTopicId, "There is no topic with this id.")
                : Fail(result, ErrorCode.UnknownTopicOrPartition, "There is no such topic.");
        }

        (result.Name, result.TopicId) = (topic.Name, topic.Id);
        if (topic.IsInternal)
        {
            return Fail(result, ErrorCode.InvalidTopicException, "This topic is the gateway's own.");
        }

        try
        {
            await topics.DeleteAsync(topic.Name, request.Connection.Aborted);
            return result;
        }
        catch (TopicException e)
        {
            return Fail(result, TopicErrors.CodeOf(e.Error), e.Message);
        }
    }

    private static DeleteTopicsResponse.Topic Fail(DeleteTopicsResponse.Topic result, ErrorCode error, string message)
    {
        (result.ErrorCode, result.ErrorMessage) = (error, message);
        return result;
    }
}
