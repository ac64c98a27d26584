using EdgeLog.Kafka.Offsets;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Topics;

/// <summary>Elects leaders: there is one broker, which leads already. Asked for all partitions, it has nothing to do.
/// </summary>
internal static class ElectLeadersHandler
{
    public static WriteBody Handle(KafkaRequest request, ElectLeadersRequest body)
    {
        var response = new ElectLeadersResponse();
        foreach (var wanted in body.TopicPartitions ?? [])
        {
            var topic = request.Server.Log.Topics.Find(wanted.Topic);
            response.ReplicaElectionResults.Add(new()
            {
                Name = wanted.Topic,
                PartitionResult = [.. wanted.Partitions.Select(partition => Elect(topic, partition))],
            });
        }

        return response.Write;
    }

    private static ElectLeadersResponse.Partition Elect(Topic? topic, int partition) =>
        PartitionLookup.Find(topic, partition) is null
            ? new()
            {
                PartitionId = partition,
                ErrorCode = ErrorCode.UnknownTopicOrPartition,
                ErrorMessage = "There is no such partition.",
            }
            : new()
            {
                PartitionId = partition,
                ErrorCode = ErrorCode.ElectionNotNeeded,
                ErrorMessage = "The only broker leads already.",
            };
}
