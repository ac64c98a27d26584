using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// One partition as the rest of the product sees it: append, read, wait, look up. Safe from any thread; readers never
/// lock and see only what is durable.
/// </summary>
public sealed class Partition
{
    /// <summary>Topic and index.</summary>
    public TopicPartition Id => throw new NotImplementedException();

    /// <summary>The topic it belongs to.</summary>
    public Topic Topic => throw new NotImplementedException();

    /// <summary>The oldest offset still there.</summary>
    public Offset LogStartOffset => throw new NotImplementedException();

    /// <summary>The offset behind the last durable record: what readers may see ends here.</summary>
    public Offset HighWatermark => throw new NotImplementedException();

    /// <summary>The epoch new batches get.</summary>
    public LeaderEpoch LeaderEpoch => throw new NotImplementedException();

    /// <summary>Whether the topic was deleted; reads and appends then fail with an unknown partition.</summary>
    public bool IsDeleted => throw new NotImplementedException();

    /// <summary>Bytes of all its segments.</summary>
    public long SizeBytes => throw new NotImplementedException();

    /// <summary>
    /// Queues an append; returns when it is admitted, which is at once unless the inbox is full. A producer's batch is
    /// validated here, on the caller's thread. The outcome arrives through <see cref="AppendRequest.OnCompleted"/>, also
    /// where the append is refused.
    /// </summary>
    public ValueTask AppendAsync(AppendRequest request, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>
    /// Copies whole batches from the one that holds <paramref name="from"/> into <paramref name="destination"/>, as many as
    /// fit and are durable. Every batch's checksum is verified on the way.
    /// </summary>
    public ReadResult Read(Offset from, Span<byte> destination) => throw new NotImplementedException();

    /// <summary>About how many durable bytes lie from <paramref name="from"/> on; 0 means none.</summary>
    public long EstimateBytes(Offset from) => throw new NotImplementedException();

    /// <summary>
    /// The first record at or after <paramref name="timestampMs"/>: its offset and time, or null where there is none.
    /// </summary>
    public TimestampedOffset? FindByTimestamp(long timestampMs) => throw new NotImplementedException();

    /// <summary>The record with the latest time: its offset and time, or null in an empty partition.</summary>
    public TimestampedOffset? FindMaxTimestamp() => throw new NotImplementedException();

    /// <summary>The offset behind the last record of <paramref name="epoch"/> or, where it has none, of the one before.</summary>
    public (LeaderEpoch Epoch, Offset EndOffset) EndOffsetFor(LeaderEpoch epoch) => throw new NotImplementedException();

    /// <summary>Calls <paramref name="listener"/> after every move of the high watermark, until it is removed.</summary>
    public void AddListener(IHighWatermarkListener listener) => throw new NotImplementedException();

    /// <summary>Stops calling <paramref name="listener"/>.</summary>
    public void RemoveListener(IHighWatermarkListener listener) => throw new NotImplementedException();
}
