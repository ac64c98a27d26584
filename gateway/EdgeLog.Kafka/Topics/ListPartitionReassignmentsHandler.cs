using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Topics;

/// <summary>
/// Tells which partitions are on the move between brokers: none, ever. <c>kafka-topics --describe</c> asks.
/// </summary>
internal static class ListPartitionReassignmentsHandler
{
    public static WriteBody Handle(KafkaRequest request, ListPartitionReassignmentsRequest body) =>
        new ListPartitionReassignmentsResponse().Write;
}
