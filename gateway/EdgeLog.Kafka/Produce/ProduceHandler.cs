using System.Buffers.Binary;
using EdgeLog.Kafka.Offsets;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Produce;

/// <summary>
/// Gives producers' batches to the log, as slices of the request's own buffer, in the order of the requests. Returns
/// once they are admitted, so that the requests in flight on one connection share commit groups; the reply follows
/// the flush.
/// </summary>
internal static class ProduceHandler
{
    private const int AttributesPosition = 21;
    private const short ZstdFrom = 7;
    private const short TopicIdsFrom = 13;

    public static async ValueTask HandleAsync(KafkaRequest request)
    {
        var connection = request.Connection;
        var reply = connection.Produces.Rent();
        reply.Begin(request);
        try
        {
            if (reply.IsAnswered)
            {
                await connection.EnqueueAsync(reply);
            }

            for (var i = 0; i < reply.Request.Topics.Count; i++)
            {
                await AppendAsync(request, reply, reply.Request.Topics[i]);
            }
        }
        finally
        {
            reply.OnAllStarted();
        }
    }

    private static async ValueTask AppendAsync(KafkaRequest request, ProduceReply reply, ProduceRequest.Topic wanted)
    {
        var version = request.Header.ApiVersion;
        var topics = request.Server.Log.Topics;
        var topic = version >= TopicIdsFrom ? topics.Find(wanted.TopicId) : topics.Find(wanted.Name);
        var answer = reply.AddTopic(wanted);
        for (var i = 0; i < wanted.Partitions.Count; i++)
        {
            var part = wanted.Partitions[i];
            var result = answer.Partitions.Add().Reset(part.Index);
            var partition = PartitionLookup.Find(topic, part.Index);
            var refusal = Refuse(reply.Request, part, version) ?? Refuse(topic, partition, version);
            if (refusal is { } refused)
            {
                (result.ErrorCode, result.ErrorMessage) = refused;
                reply.OnRefused();
                continue;
            }

            await AppendAsync(partition!, reply.AddAppend(part.Records!.Value, result), reply, request);
        }
    }

    private static async ValueTask AppendAsync(
        Partition partition, PartitionAppend append, ProduceReply reply, KafkaRequest request)
    {
        try
        {
            await partition.AppendAsync(append, request.Connection.Aborted);
        }
        catch
        {
            // Not admitted: nobody else will report it.
            reply.OnAppended(0, ErrorCode.KafkaStorageError);
            throw;
        }
    }

    private static (ErrorCode, string?)? Refuse(Topic? topic, Partition? partition, short version)
    {
        if (partition is null)
        {
            var isUnknownId = topic is null && version >= TopicIdsFrom;
            return (isUnknownId ? ErrorCode.UnknownTopicId : ErrorCode.UnknownTopicOrPartition, null);
        }

        return topic!.IsInternal ? (ErrorCode.InvalidTopicException, "This topic is the gateway's own.") : null;
    }

    private static (ErrorCode, string?)? Refuse(ProduceRequest request, ProduceRequest.Partition part, short version)
    {
        if (request.Acks is not (-1 or 0 or 1))
        {
            return (ErrorCode.InvalidRequiredAcks, null);
        }

        if (part.Records is not { Length: >= RecordBatchHeader.Size } records)
        {
            return (ErrorCode.InvalidRecord, "There is not exactly one batch of magic 2.");
        }

        var attributes = BinaryPrimitives.ReadInt16BigEndian(records.Span[AttributesPosition..]);
        var header = new RecordBatchHeader { Attributes = attributes };
        if (header.IsTransactional || request.TransactionalId is not null)
        {
            return (ErrorCode.InvalidTxnState, "Transactions are not served in this version.");
        }

        // A client this old cannot know the codec, whatever its batch says (KIP-110).
        return header.Codec == CompressionCodec.Zstd && version < ZstdFrom
            ? (ErrorCode.UnsupportedCompressionType, $"zstd needs Produce version {ZstdFrom}.")
            : null;
    }
}
