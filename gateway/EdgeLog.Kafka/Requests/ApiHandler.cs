using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Requests;

/// <summary>One row of the dispatch table.</summary>
/// <param name="Advertised">The API and the versions clients are told.</param>
/// <param name="ServedMin">The lowest version served; above the advertised one where telling more keeps old clients
/// alive.</param>
/// <param name="HandleAsync">Handles one request; completes when the connection's next request may start.</param>
internal sealed record ApiHandler(
    ApiVersionRange Advertised, short ServedMin, Func<KafkaRequest, ValueTask> HandleAsync)
{
    /// <summary>Whether requests of <paramref name="version"/> are served.</summary>
    public bool Serves(short version) => version >= ServedMin && version <= Advertised.Max;
}
