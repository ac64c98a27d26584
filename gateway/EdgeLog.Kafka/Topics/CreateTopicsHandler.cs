using EdgeLog.Kafka.Configs;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Topics;

/// <summary>Creates topics; each is durable before the answer leaves. Errors are per topic.</summary>
internal static class CreateTopicsHandler
{
    private const int BrokerDefault = -1;

    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, CreateTopicsRequest body)
    {
        var response = new CreateTopicsResponse();
        var duplicates = body.Topics.GroupBy(topic => topic.Name).Where(same => same.Count() > 1)
            .Select(same => same.Key).ToHashSet();
        foreach (var wanted in body.Topics.DistinctBy(topic => topic.Name))
        {
            if (duplicates.Contains(wanted.Name))
            {
                response.Topics.Add(Failed(wanted, ErrorCode.InvalidRequest, "The request names this topic twice."));
                continue;
            }

            response.Topics.Add(await CreateAsync(request, wanted, body.ValidateOnly ? Validate : Create));
        }

        return response.Write;
    }

    private static async ValueTask<CreateTopicsResponse.Topic> CreateAsync(
        KafkaRequest request,
        CreateTopicsRequest.Topic wanted,
        Func<KafkaRequest, CreateTopicsRequest.Topic, int, Task<Topic?>> create)
    {
        if (Refuse(request.Server, wanted) is { } refused)
        {
            return refused;
        }

        var partitions = CountOf(request.Server, wanted);
        try
        {
            var created = await create(request, wanted, partitions);
            return new()
            {
                Name = wanted.Name,
                TopicId = created?.Id ?? Guid.Empty,
                NumPartitions = partitions,
                ReplicationFactor = 1,
                Configs = created is null ? [] : TopicConfigs.Created(created.Config),
            };
        }
        catch (TopicException e)
        {
            return Failed(wanted, TopicErrors.CodeOf(e.Error), e.Message);
        }
    }

    private static async Task<Topic?> Create(KafkaRequest request, CreateTopicsRequest.Topic wanted, int partitions) =>
        await request.Server.Log.Topics.CreateAsync(
            wanted.Name, partitions, ConfigOf(wanted), request.Connection.Aborted);

    private static Task<Topic?> Validate(KafkaRequest request, CreateTopicsRequest.Topic wanted, int partitions)
    {
        request.Server.Log.Topics.ValidateCreate(wanted.Name, partitions, ConfigOf(wanted));
        return Task.FromResult<Topic?>(null);
    }

    private static Dictionary<string, string> ConfigOf(CreateTopicsRequest.Topic wanted)
    {
        var config = new Dictionary<string, string>();
        foreach (var setting in wanted.Configs)
        {
            config[setting.Name] = setting.Value
                ?? throw new TopicException(TopicError.InvalidConfig, $"{setting.Name} has no value.");
        }

        return config;
    }

    private static CreateTopicsResponse.Topic? Refuse(KafkaServer server, CreateTopicsRequest.Topic wanted)
    {
        var partitions = CountOf(server, wanted);
        if (!TopicNames.IsValid(wanted.Name))
        {
            return Failed(
                wanted, ErrorCode.InvalidTopicException, "A name has 1 to 249 of the characters a-z A-Z 0-9 . _ -");
        }

        if (TopicNames.IsReserved(wanted.Name))
        {
            return Failed(wanted, ErrorCode.InvalidTopicException, "Names that start with __ are the gateway's own.");
        }

        if (wanted.Assignments.Count > 0
            && wanted is not { NumPartitions: BrokerDefault, ReplicationFactor: BrokerDefault })
        {
            return Failed(wanted, ErrorCode.InvalidRequest, "Give either partition and replica counts or assignments.");
        }

        if (wanted.Assignments.Exists(assigned => assigned.BrokerIds is not [var id] || id != server.Options.NodeId))
        {
            return Failed(
                wanted, ErrorCode.InvalidReplicaAssignment, $"The only broker is {server.Options.NodeId}.");
        }

        if (wanted.ReplicationFactor is not (BrokerDefault or 1))
        {
            return Failed(
                wanted, ErrorCode.InvalidReplicationFactor, "There is one broker, so the replication factor is 1.");
        }

        return partitions >= 1 && partitions <= server.Options.Limits.PartitionsPerTopicMax
            ? null
            : Failed(
                wanted, ErrorCode.InvalidPartitions,
                $"A topic has 1 to {server.Options.Limits.PartitionsPerTopicMax} partitions here.");
    }

    private static int CountOf(KafkaServer server, CreateTopicsRequest.Topic wanted) => wanted switch
    {
        { Assignments.Count: > 0 } => wanted.Assignments.Count,
        { NumPartitions: BrokerDefault } => server.Log.Options.DefaultPartitions,
        _ => wanted.NumPartitions,
    };

    private static CreateTopicsResponse.Topic Failed(
        CreateTopicsRequest.Topic wanted, ErrorCode error, string message) =>
        new() { Name = wanted.Name, ErrorCode = error, ErrorMessage = message, Configs = [] };
}
