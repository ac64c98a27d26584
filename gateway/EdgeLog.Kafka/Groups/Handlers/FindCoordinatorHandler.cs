using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Groups.Handlers;

/// <summary>Tells who coordinates groups and transactions: this broker.</summary>
internal static class FindCoordinatorHandler
{
    /// <summary>From this version on several keys are asked about at once.</summary>
    private const short SeveralVersion = 4;

    public static WriteBody Handle(KafkaRequest request, FindCoordinatorRequest body)
    {
        var response = new FindCoordinatorResponse();
        if (request.Header.ApiVersion < SeveralVersion)
        {
            var only = Coordinator(request, body.KeyType, body.Key);
            (response.ErrorCode, response.ErrorMessage) = (only.ErrorCode, only.ErrorMessage);
            (response.NodeId, response.Host, response.Port) = (only.NodeId, only.Host, only.Port);
            return response.Write;
        }

        response.Coordinators.AddRange(body.CoordinatorKeys.Select(key => Coordinator(request, body.KeyType, key)));
        return response.Write;
    }

    private static FindCoordinatorResponse.Coordinator Coordinator(
        KafkaRequest request, CoordinatorType type, string key)
    {
        if (type is not (CoordinatorType.Group or CoordinatorType.Transaction))
        {
            return new()
            {
                Key = key,
                NodeId = -1,
                Port = -1,
                ErrorCode = ErrorCode.InvalidRequest,
                ErrorMessage = "There are groups and transactions here, nothing else has a coordinator.",
            };
        }

        var address = request.Connection.Address;
        return new()
        {
            Key = key,
            NodeId = request.Server.Options.NodeId,
            Host = address.Host,
            Port = address.Port,
            ErrorMessage = "",
        };
    }
}
