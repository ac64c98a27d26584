using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Produce;

/// <summary>
/// Gives out producer ids for idempotent producers: a new one, epoch 0, for every request without a transactional id.
/// Transactions are not served: a transactional id is refused as an unsupported version, which ends the producer at
/// once with a plain message, where most other codes would have it retry.
/// </summary>
internal static class InitProducerIdHandler
{
    public static async ValueTask<WriteBody> HandleAsync(KafkaRequest request, InitProducerIdRequest body)
    {
        var response = new InitProducerIdResponse();
        if (body.TransactionalId is { } transactionalId)
        {
            response.ErrorCode = transactionalId.Length == 0 ? ErrorCode.InvalidRequest : ErrorCode.UnsupportedVersion;
            response.ProducerEpoch = -1;
            return response.Write;
        }

        response.ProducerId = await request.Server.Log.AllocateProducerIdAsync(request.Connection.Aborted);
        return response.Write;
    }
}
