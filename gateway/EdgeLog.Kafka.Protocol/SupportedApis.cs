using System.Collections.Immutable;

namespace EdgeLog.Kafka.Protocol;

/// <summary>
/// The APIs a gateway can serve and the versions it tells clients. The low minimums stay although today's clients use
/// none of them: librdkafka takes a missing one for a missing feature.
/// </summary>
public static class SupportedApis
{
    /// <summary>
    /// Produce 0 to 2 are told and refused on use: old librdkafka sends uncompressed where 0 is missing (KAFKA-18659).
    /// </summary>
    public const short ProduceServedMin = 3;

    /// <summary>All of them, by key.</summary>
    public static ImmutableArray<ApiVersionRange> All { get; } =
    [
        new(ApiKey.Produce, 0, 13),
        new(ApiKey.Fetch, 4, 17),
        new(ApiKey.ListOffsets, 1, 11),
        new(ApiKey.Metadata, 0, 13),
        new(ApiKey.ApiVersions, 0, 4),
        new(ApiKey.CreateTopics, 2, 7),
        new(ApiKey.DeleteTopics, 1, 6),
        new(ApiKey.InitProducerId, 0, 5),
        new(ApiKey.DescribeConfigs, 1, 4),
        new(ApiKey.DescribeCluster, 0, 2),
    ];

    /// <summary>What is told of <paramref name="api"/>, or null where it is not served.</summary>
    public static ApiVersionRange? Find(ApiKey api)
    {
        foreach (var range in All)
        {
            if (range.Key == api)
            {
                return range;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether a request of this kind can be decoded: anything else closes the connection, except ApiVersions.
    /// </summary>
    public static bool IsServed(ApiKey api, short version) =>
        Find(api) is { } range && range.Contains(version) && MessageVersions.Known(api).Contains(version);
}
