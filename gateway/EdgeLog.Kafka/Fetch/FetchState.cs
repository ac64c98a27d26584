using EdgeLog.Kafka.Connections;
using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Fetch;

/// <summary>
/// What one connection's fetches use again and again: one request at a time is fetched, and the next starts when its
/// response is sent.
/// </summary>
internal sealed class FetchState(KafkaConnection connection, FetchWait wait)
{
    public FetchRequest Request { get; } = new();

    /// <summary>The partitions of a fetch outside any session.</summary>
    public FetchSession Sessionless { get; } = new();

    public FetchReply Reply { get; } = new(connection.Server);

    public FetchWait Wait { get; } = wait;
}
