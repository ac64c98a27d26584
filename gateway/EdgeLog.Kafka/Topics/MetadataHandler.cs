using EdgeLog.Kafka.Cluster;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Topics;

/// <summary>
/// Tells brokers and topics. A topic asked for by name that does not exist is created first, where client and options
/// allow it, and answered in the same response: Kafka answers an error and has the client ask again.
/// </summary>
internal static class MetadataHandler
{
    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, MetadataRequest body)
    {
        var server = request.Server;
        var version = request.Header.ApiVersion;
        var address = request.Connection.Address;
        var response = new MetadataResponse { ClusterId = server.ClusterId, ControllerId = server.Options.NodeId };
        response.Brokers.Add(new() { NodeId = server.Options.NodeId, Host = address.Host, Port = address.Port });
        if (body.IncludeClusterAuthorizedOperations)
        {
            response.ClusterAuthorizedOperations = AuthorizedOperations.Cluster;
        }

        // Version 0 has no null: there an empty list asks for all.
        if (body.Topics is null || (version == 0 && body.Topics.Count == 0))
        {
            foreach (var topic in server.Log.Topics.Snapshot.Values)
            {
                response.Topics.Add(Describe(topic, server));
            }
        }
        else
        {
            foreach (var wanted in body.Topics)
            {
                response.Topics.Add(await FindAsync(request, body, wanted));
            }
        }

        if (body.IncludeTopicAuthorizedOperations)
        {
            Authorize(response);
        }

        return response.Write;
    }

    private static async ValueTask<MetadataResponse.Topic> FindAsync(
        KafkaRequest request, MetadataRequest body, MetadataRequest.Topic wanted)
    {
        var server = request.Server;
        if (wanted.Name is not { } name)
        {
            return FindById(server, wanted.TopicId);
        }

        if (server.Log.Topics.Find(name) is { } found)
        {
            return Describe(found, server);
        }

        if (!body.AllowAutoTopicCreation || !server.Options.AutoCreateTopics || TopicNames.IsReserved(name))
        {
            return Failed(
                name,
                TopicNames.IsValid(name) ? ErrorCode.UnknownTopicOrPartition : ErrorCode.InvalidTopicException);
        }

        try
        {
            return Describe(await server.Log.Topics.GetOrCreateAsync(name, request.Connection.Aborted), server);
        }
        catch (TopicException e)
        {
            return Failed(name, TopicErrors.CodeOf(e.Error));
        }
    }

    private static MetadataResponse.Topic FindById(KafkaServer server, Guid id) =>
        server.Log.Topics.Find(id) is { } topic
            ? Describe(topic, server)
            : new() { ErrorCode = ErrorCode.UnknownTopicId, TopicId = id };

    private static MetadataResponse.Topic Failed(string name, ErrorCode error) =>
        new() { ErrorCode = error, Name = name };

    private static MetadataResponse.Topic Describe(Topic topic, KafkaServer server)
    {
        var partitions = topic.Partitions;
        var described = new MetadataResponse.Topic
        {
            Name = topic.Name,
            TopicId = topic.Id,
            IsInternal = topic.IsInternal,
            Partitions = new(partitions.Length),
        };
        foreach (var partition in partitions)
        {
            described.Partitions.Add(new()
            {
                PartitionIndex = partition.Id.Partition,
                LeaderId = server.Options.NodeId,
                LeaderEpoch = partition.LeaderEpoch.Value,
                ReplicaNodes = server.Replicas,
                IsrNodes = server.Replicas,
            });
        }

        return described;
    }

    private static void Authorize(MetadataResponse response)
    {
        foreach (var topic in response.Topics)
        {
            topic.TopicAuthorizedOperations = AuthorizedOperations.Topic;
        }
    }
}
