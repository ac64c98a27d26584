using EdgeLog.Kafka.Offsets;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Groups.Handlers;

/// <summary>Deletes offsets of a group, of topics that its members do not read.</summary>
internal static class OffsetDeleteHandler
{
    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, OffsetDeleteRequest body)
    {
        var response = await GroupCalls.CallAsync<OffsetDeleteResponse>(
            request, body.GroupId, (groups, answer) => groups.Offsets.DeleteOffsets(body, answer));
        foreach (var topic in response.Topics)
        {
            var known = request.Server.Log.Topics.Find(topic.Name);
            foreach (var partition in topic.Partitions)
            {
                partition.ErrorCode = PartitionLookup.Find(known, partition.PartitionIndex) is null
                    ? ErrorCode.UnknownTopicOrPartition
                    : partition.ErrorCode;
            }
        }

        return response.Write;
    }
}
