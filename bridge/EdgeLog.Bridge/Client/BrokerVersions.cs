using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Bridge;

/// <summary>The API versions one broker speaks, as its ApiVersions response says.</summary>
internal sealed class BrokerVersions
{
    private const short AskedVersion = 3;

    private readonly Dictionary<ApiKey, (short Min, short Max)> _ranges = [];

    private BrokerVersions()
    {
    }

    /// <summary>Before a broker has said anything.</summary>
    public static BrokerVersions None { get; } = new();

    /// <summary>
    /// Asks in version 3; a broker that does not know it answers in version 0 (KIP-511), and is asked again in that.
    /// </summary>
    public static async Task<BrokerVersions> NegotiateAsync(BrokerConnection connection, CancellationToken cancellation)
    {
        var request = new ApiVersionsRequest
        {
            ClientSoftwareName = "edgelog",
            ClientSoftwareVersion = typeof(BrokerVersions).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
        };
        ApiVersionsResponse response = await connection.CallExactlyAsync(
            ApiKey.ApiVersions, AskedVersion, request.Write, ReadEither, cancellation);
        if (response.ErrorCode == ErrorCode.UnsupportedVersion)
        {
            response = await connection.CallExactlyAsync(
                ApiKey.ApiVersions, 0, request.Write, ApiVersionsResponse.Read, cancellation);
        }

        if (response.ErrorCode != ErrorCode.None)
        {
            throw new KafkaErrorException(response.ErrorCode, $"{connection.Endpoint} refuses ApiVersions");
        }

        var versions = new BrokerVersions();
        foreach (ApiVersionsResponse.Api api in response.ApiKeys)
        {
            versions._ranges[api.Key] = (api.MinVersion, api.MaxVersion);
        }

        return versions;
    }

    /// <summary>The highest version both know; throws <see cref="KafkaErrorException"/> where there is none.</summary>
    public short Choose(BrokerEndpoint endpoint, ApiKey api, short max)
    {
        short min = MessageVersions.Known(api).Min;
        if (_ranges.TryGetValue(api, out (short Min, short Max) range)
            && Math.Min(max, range.Max) is var version && version >= Math.Max(min, range.Min))
        {
            return version;
        }

        throw new KafkaErrorException(
            ErrorCode.UnsupportedVersion,
            $"{endpoint} speaks no version of {api} known here: Kafka 2.1 or later is needed");
    }

    private static ApiVersionsResponse ReadEither(ref KafkaReader reader, short version)
    {
        // The error comes first in every version; after an unsupported one the rest is in version 0.
        KafkaReader ahead = reader;
        bool isRefusal = ahead.ReadErrorCode() == ErrorCode.UnsupportedVersion;
        return ApiVersionsResponse.Read(ref reader, isRefusal ? (short)0 : version);
    }
}
