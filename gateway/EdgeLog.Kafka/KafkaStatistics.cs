namespace EdgeLog.Kafka;

/// <summary>The Kafka API in numbers, since the start. Counters are read and written from any thread.</summary>
public sealed class KafkaStatistics
{
    private long _connections;
    private long _connectionsTotal;
    private long _connectionsRefused;
    private long _connectionsAborted;
    private long _requests;
    private long _requestErrors;
    private long _bytesIn;
    private long _bytesOut;
    private long _produceBytes;
    private long _fetchBytes;

    /// <summary>Connections open now.</summary>
    public long Connections => Volatile.Read(ref _connections);

    /// <summary>Connections accepted.</summary>
    public long ConnectionsTotal => Volatile.Read(ref _connectionsTotal);

    /// <summary>Connections refused because there were too many.</summary>
    public long ConnectionsRefused => Volatile.Read(ref _connectionsRefused);

    /// <summary>Connections closed by us: protocol errors, stalls, idleness.</summary>
    public long ConnectionsAborted => Volatile.Read(ref _connectionsAborted);

    /// <summary>Requests received.</summary>
    public long Requests => Volatile.Read(ref _requests);

    /// <summary>Error codes sent in responses, one for each partition, topic or request they stood for.</summary>
    public long RequestErrors => Volatile.Read(ref _requestErrors);

    /// <summary>Bytes of requests.</summary>
    public long BytesIn => Volatile.Read(ref _bytesIn);

    /// <summary>Bytes of responses.</summary>
    public long BytesOut => Volatile.Read(ref _bytesOut);

    /// <summary>Record bytes acknowledged to producers.</summary>
    public long ProduceBytes => Volatile.Read(ref _produceBytes);

    /// <summary>Record bytes sent to consumers.</summary>
    public long FetchBytes => Volatile.Read(ref _fetchBytes);

    internal void OnConnected()
    {
        Interlocked.Increment(ref _connections);
        Interlocked.Increment(ref _connectionsTotal);
    }

    internal void OnDisconnected() => Interlocked.Decrement(ref _connections);

    internal void OnRefused() => Interlocked.Increment(ref _connectionsRefused);

    internal void OnAborted() => Interlocked.Increment(ref _connectionsAborted);

    internal void OnRequest(int sizeBytes)
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _bytesIn, sizeBytes);
    }

    internal void OnResponse(int sizeBytes) => Interlocked.Add(ref _bytesOut, sizeBytes);

    internal void OnErrors(int count) => Interlocked.Add(ref _requestErrors, count);

    internal void OnProduced(int sizeBytes) => Interlocked.Add(ref _produceBytes, sizeBytes);

    internal void OnFetched(int sizeBytes) => Interlocked.Add(ref _fetchBytes, sizeBytes);
}
