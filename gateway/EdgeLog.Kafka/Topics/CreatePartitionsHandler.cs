using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Topics;

/// <summary>Adds partitions to topics. Errors are per topic.</summary>
internal static class CreatePartitionsHandler
{
    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, CreatePartitionsRequest body)
    {
        var response = new CreatePartitionsResponse();
        foreach (var wanted in body.Topics)
        {
            var result = new CreatePartitionsResponse.Result { Name = wanted.Name };
            response.Results.Add(result);
            try
            {
                Check(request.Server, wanted);
                if (!body.ValidateOnly)
                {
                    await request.Server.Log.Topics.AddPartitionsAsync(
                        wanted.Name, wanted.Count, request.Connection.Aborted);
                }
            }
            catch (TopicException e)
            {
                (result.ErrorCode, result.ErrorMessage) = (TopicErrors.CodeOf(e.Error), e.Message);
            }
        }

        return response.Write;
    }

    private static void Check(KafkaServer server, CreatePartitionsRequest.Topic wanted)
    {
        var topic = server.Log.Topics.Find(wanted.Name)
            ?? throw new TopicException(TopicError.UnknownTopic, "There is no such topic.");
        if (topic.IsInternal)
        {
            throw new TopicException(TopicError.InvalidName, "This topic is the gateway's own.");
        }

        if (wanted.Count <= topic.Partitions.Length || wanted.Count > server.Options.Limits.PartitionsPerTopicMax)
        {
            throw new TopicException(
                TopicError.InvalidPartitions,
                $"The topic has {topic.Partitions.Length} partition(s); it can grow to at most "
                + $"{server.Options.Limits.PartitionsPerTopicMax} and cannot shrink.");
        }
    }
}
