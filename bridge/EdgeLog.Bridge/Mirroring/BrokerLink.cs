namespace EdgeLog.Bridge;

/// <summary>
/// The way to one broker of the target: its connection and the requests in flight on it. Owned by the loop.
/// </summary>
internal sealed class BrokerLink(int node, int requestBytesMax)
{
    private readonly int _requestBytesMax = requestBytesMax;
    private const int RequestBytesMin = 32 * 1024;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Fast = TimeSpan.FromSeconds(1);

    public int Node { get; } = node;

    public BrokerConnection? Connection { get; set; }

    public Task<BrokerConnection>? Connecting { get; set; }

    public Queue<ProduceCall> Calls { get; } = new();

    /// <summary>
    /// Whether a request is being written; the next waits, so that a slow link shows as time and not as memory.
    /// </summary>
    public bool IsSending { get; set; }

    /// <summary>When to connect again, as a timestamp of the clock.</summary>
    public long RetryAt { get; set; }

    public int Failures { get; set; }

    /// <summary>
    /// How large requests are made: smaller where answers take long, for a slow link must not look like a dead one.
    /// </summary>
    public int RequestBytes { get; private set; } = requestBytesMax;

    public void Adapt(TimeSpan answered) => RequestBytes =
        answered > Slow ? Math.Max(RequestBytes / 2, RequestBytesMin)
        : answered < Fast ? (int)Math.Min(2L * RequestBytes, _requestBytesMax)
        : RequestBytes;
}
