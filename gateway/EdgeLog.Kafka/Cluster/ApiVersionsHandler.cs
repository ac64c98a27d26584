using System.Collections.Immutable;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Cluster;

/// <summary>
/// Tells what is served. A version that is not known here is answered in version 0 with the versions that are
/// (KIP-511), its body unread; the client then asks again.
/// </summary>
internal static class ApiVersionsHandler
{
    public static async ValueTask HandleAsync(KafkaRequest request)
    {
        var version = request.Header.ApiVersion;
        var own = RequestDispatcher.Advertised.First(range => range.Key == ApiKey.ApiVersions);
        if (own.Contains(version))
        {
            await SendAsync(request, ErrorCode.None, RequestDispatcher.Advertised, version);
            return;
        }

        await SendAsync(request, ErrorCode.UnsupportedVersion, [own], 0);
    }

    private static ValueTask SendAsync(
        KafkaRequest request, ErrorCode error, ImmutableArray<ApiVersionRange> ranges, short version)
    {
        // No finalized features: without transaction.version clients keep to what is served (KIP-584).
        var response = new ApiVersionsResponse { ErrorCode = error };
        foreach (var range in ranges)
        {
            response.ApiKeys.Add(new()
            {
                Key = range.Key,
                MinVersion = range.Min,
                MaxVersion = range.Max,
            });
        }

        var reply = new EncodedReply(request, response.Write, version);
        reply.Complete();
        return request.Connection.EnqueueAsync(reply);
    }
}
