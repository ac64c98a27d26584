namespace EdgeLog.Kafka;

/// <summary>What clients of the Kafka API can make grow, and how far; each with the reason for its default.</summary>
public sealed record KafkaLimits
{
    /// <summary>
    /// Connections at a time: 500, far more than one gateway's readers and producers need (a client has two or
    /// three).
    /// </summary>
    public int MaxConnections { get; init; } = 500;

    /// <summary>
    /// The largest request: 16 MiB, sixteen batches of the default <c>max.message.bytes</c>. Kafka's own 100 MiB
    /// would be all the memory there is.
    /// </summary>
    public int RequestBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Bytes of requests being read or handled, over all connections: 16 MiB, the share of the memory that append
    /// buffers have. Further requests wait in their sockets.
    /// </summary>
    public int RequestMemoryBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// The same of requests of up to 64 KiB: 2 MiB apart, so that one large request that comes slowly does not keep
    /// readers and small producers waiting.
    /// </summary>
    public int SmallRequestMemoryBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>
    /// Requests of one connection not yet answered: 64. Java clients send 5, librdkafka without idempotence as many
    /// as it can; beyond this more of them gain nothing.
    /// </summary>
    public int RequestsInFlightMax { get; init; } = 64;

    /// <summary>
    /// Record bytes of one fetch response: 2 MiB, so that half a dozen readers catching up fit the fetch memory.
    /// Asking for more (Java asks for 50 MiB) is legal; the rest follows with the next request.
    /// </summary>
    public int FetchBytesMax { get; init; } = 2 * 1024 * 1024;

    /// <summary>Record bytes of all fetch responses not yet sent: 12 MiB, as the memory plan has it.</summary>
    public int FetchMemoryBytes { get; init; } = 12 * 1024 * 1024;

    /// <summary>The longest wait of a fetch: 5 minutes, below the idle limit. Java asks for 500 ms.</summary>
    public TimeSpan FetchWaitMax { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Fetch sessions kept: 1,000, Kafka's <c>max.incremental.fetch.session.cache.slots</c>.</summary>
    public int FetchSessionsMax { get; init; } = 1_000;

    /// <summary>
    /// Partitions over all fetch sessions: 50,000, some 6 MB. A session that does not fit is simply not granted.
    /// </summary>
    public int FetchSessionPartitionsMax { get; init; } = 50_000;

    /// <summary>How long a fetch session must have been idle to give way to a new one: Kafka's 2 minutes.</summary>
    public TimeSpan FetchSessionIdle { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// A connection without a request is closed: Kafka's <c>connections.max.idle.ms</c>, 10 minutes.
    /// </summary>
    public TimeSpan ConnectionIdle { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A peer in the middle of a request, or one that does not read its response, is closed after 30 s, Kafka's
    /// request timeout, without progress (16 KiB): until then it holds shared memory.
    /// </summary>
    public TimeSpan TransferStall { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Partitions of a topic that a client creates or grows: 1,000; each is a folder with three open files.
    /// </summary>
    public int PartitionsPerTopicMax { get; init; } = 1_000;
}
