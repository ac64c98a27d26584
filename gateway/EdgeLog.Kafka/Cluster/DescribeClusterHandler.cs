using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Cluster;

/// <summary>Tells the cluster: one broker, this one. Controllers are not for clients to talk to (KIP-919).</summary>
internal static class DescribeClusterHandler
{
    public static WriteBody Handle(KafkaRequest request, DescribeClusterRequest body)
    {
        var server = request.Server;
        var response = new DescribeClusterResponse
        {
            EndpointType = body.EndpointType,
            ClusterId = server.ClusterId,
            ControllerId = server.Options.NodeId,
        };
        if (body.EndpointType != EndpointType.Brokers)
        {
            response.ErrorCode = body.EndpointType == EndpointType.Controllers
                ? ErrorCode.MismatchedEndpointType
                : ErrorCode.UnsupportedEndpointType;
            response.ErrorMessage = "This is a broker; ask it for brokers.";
            return response.Write;
        }

        var address = request.Connection.Address;
        response.Brokers.Add(new() { BrokerId = server.Options.NodeId, Host = address.Host, Port = address.Port });
        if (body.IncludeClusterAuthorizedOperations)
        {
            response.ClusterAuthorizedOperations = AuthorizedOperations.Cluster;
        }

        return response.Write;
    }
}
