using System.Collections.Immutable;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// One partition as the rest of the product sees it: append, read, wait, look up. Safe from any thread; readers never
/// lock and see only what is durable.
/// </summary>
public sealed class Partition
{
    private readonly LogDirectory _log;
    private ImmutableArray<IHighWatermarkListener> _listeners = [];
    private PartitionSnapshot _snapshot;
    private long _highWatermark;
    private bool _isDeleted;
    private bool _isCompacted;
    private bool _isClosed;
    private bool _areEpochsDoubtful;

    internal Partition(LogDirectory log, Topic topic, TopicPartition id, RecoveredPartition recovered)
    {
        _log = log;
        Topic = topic;
        Id = id;
        Directory = LogPaths.Partition(log.Path, id);
        _snapshot = recovered.Snapshot;
        _highWatermark = recovered.NextOffset;
        Writer = new PartitionWriter(this)
        {
            Active = recovered.Snapshot.Active,
            NextOffset = recovered.NextOffset,
            Producers = recovered.Producers,
            Epochs = recovered.Epochs,
            SavedProducersOffset = recovered.SavedProducersOffset,
            SavedEpochsCrc = recovered.SavedEpochsCrc,
        };
    }

    /// <summary>Topic and index.</summary>
    public TopicPartition Id { get; }

    /// <summary>The topic it belongs to.</summary>
    public Topic Topic { get; }

    /// <summary>The oldest offset still there.</summary>
    public Offset LogStartOffset => new(Snapshot.LogStartOffset);

    /// <summary>The offset behind the last durable record: what readers may see ends here.</summary>
    public Offset HighWatermark => new(Volatile.Read(ref _highWatermark));

    /// <summary>The epoch new batches get.</summary>
    public LeaderEpoch LeaderEpoch => _log.LeaderEpoch;

    /// <summary>Whether the topic was deleted; reads and appends then fail with an unknown partition.</summary>
    public bool IsDeleted => Volatile.Read(ref _isDeleted);

    /// <summary>Whether the log was closed; reads then fail.</summary>
    internal bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Whether offsets may be missing in sealed segments because they were compacted, now or once.</summary>
    internal bool MayHaveHoles => Topic.Config.IsCompacted || Volatile.Read(ref _isCompacted);

    /// <summary>Which epoch belongs to which offset; null where batches have shown that it is not known.</summary>
    internal LeaderEpochs? TrustedEpochs => Volatile.Read(ref _areEpochsDoubtful) ? null : Writer.Epochs;

    /// <summary>Bytes of all its segments.</summary>
    public long SizeBytes => Snapshot.SealedBytes + Snapshot.Active.WrittenPosition;

    /// <summary>The partition's folder.</summary>
    internal string Directory { get; }

    /// <summary>The log's clock.</summary>
    internal LogClock Clock => _log.Clock;

    /// <summary>The log's time.</summary>
    internal DateTimeOffset Now => _log.Now;

    /// <summary>The writer's side. Writer's.</summary>
    internal PartitionWriter Writer { get; }

    /// <summary>What readers go by.</summary>
    internal PartitionSnapshot Snapshot => Volatile.Read(ref _snapshot);

    /// <summary>
    /// Queues an append; returns when it is admitted, which is at once unless the inbox is full. A producer's batch is
    /// validated here, on the caller's thread. The outcome arrives through <see cref="AppendRequest.OnCompleted"/>,
    /// also
    /// where the append is refused.
    /// </summary>
    public ValueTask AppendAsync(AppendRequest request, CancellationToken cancellation)
    {
        request.Partition = this;
        if (!AppendCheck.Check(request))
        {
            return ValueTask.CompletedTask;
        }

        // Closed only for the moments in which room is being made; the gateway's own topics have room of their own.
        return _log.IsOpenForAppends || Topic.IsInternal
            ? _log.Inbox.AddAsync(request, cancellation)
            : _log.AppendWhenOpenAsync(request, cancellation);
    }

    /// <summary>
    /// Copies whole batches from the one that holds <paramref name="from"/> into <paramref name="destination"/>, as
    /// many as fit and are durable. Every batch's checksum is verified on the way; times that were given while the
    /// clock was not trusted are corrected in the copy, once they are known.
    /// </summary>
    public ReadResult Read(Offset from, Span<byte> destination)
    {
        ReadResult read = PartitionReader.Read(this, from, destination);
        _log.Clock.Correct(destination[..read.BytesRead]);
        return read;
    }

    /// <summary>About how many durable bytes lie from <paramref name="from"/> on; 0 means none.</summary>
    public long EstimateBytes(Offset from) => PartitionLookup.EstimateBytes(this, from);

    /// <summary>
    /// The first record at or after <paramref name="timestampMs"/>: its offset and time, or null where there is none.
    /// </summary>
    public TimestampedOffset? FindByTimestamp(long timestampMs) => PartitionLookup.FindByTimestamp(this, timestampMs);

    /// <summary>The record with the latest time: its offset and time, or null in an empty partition.</summary>
    public TimestampedOffset? FindMaxTimestamp() => PartitionLookup.FindMaxTimestamp(this);

    /// <summary>
    /// The latest time in the oldest batch, as it is served; null where there is no record, or none with a time.
    /// </summary>
    public DateTimeOffset? ReadOldestTime() => PartitionLookup.ReadOldestTime(this);

    /// <summary>
    /// The offset behind the last record of <paramref name="epoch"/> or, where it has none, of the one before.
    /// </summary>
    public (LeaderEpoch Epoch, Offset EndOffset) EndOffsetFor(LeaderEpoch epoch) =>
        Writer.Epochs.EndOffsetFor(epoch, LeaderEpoch, HighWatermark);

    /// <summary>
    /// Calls <paramref name="listener"/> after every move of the high watermark, until it is removed.
    /// </summary>
    public void AddListener(IHighWatermarkListener listener) =>
        ImmutableInterlocked.Update(ref _listeners, static (all, added) => all.Add(added), listener);

    /// <summary>Stops calling <paramref name="listener"/>.</summary>
    public void RemoveListener(IHighWatermarkListener listener) =>
        ImmutableInterlocked.Update(ref _listeners, static (all, removed) => all.Remove(removed), listener);

    /// <summary>Shows readers what is durable now, and tells those who wait. Flusher's.</summary>
    internal void MoveHighWatermark(long offset)
    {
        Volatile.Write(ref _highWatermark, offset);
        Notify();
    }

    /// <summary>Replaces what readers go by. Flusher's.</summary>
    internal void Publish(PartitionSnapshot snapshot) => Volatile.Write(ref _snapshot, snapshot);

    /// <summary>Ends the partition's life for readers, and tells those who wait. Flusher's.</summary>
    internal void MarkDeleted()
    {
        Volatile.Write(ref _isDeleted, true);
        Notify();
    }

    /// <summary>Compaction takes or has taken records out, also if the topic's policy changes. Compactor's.</summary>
    internal void MarkCompacted() => Volatile.Write(ref _isCompacted, true);

    /// <summary>Has damage that was found in a segment taken out of what readers see. From any thread.</summary>
    internal void ReportDamage(object segment, IReadOnlyList<QuarantinedRange> found) =>
        _log.Damage.Report(this, segment, found);

    /// <summary>The ranges that are left out.</summary>
    internal IEnumerable<DamagedRange> ReadDamaged() => Snapshot.Quarantined.Select(range => new DamagedRange(
        Id.Topic,
        Id.Partition,
        range.FromOffset,
        range.ToOffset - 1,
        LogPaths.Segment(Directory, range.SegmentBaseOffset, LogPaths.LogSuffix),
        range.Position,
        range.EndPosition - range.Position));

    /// <summary>Damage has been taken out; it is to be told and declared. Flusher's.</summary>
    internal void OnQuarantined(IReadOnlyList<QuarantinedRange> ranges) => _log.Damage.OnQuarantined(this, ranges);

    /// <summary>Batches have epochs that the history does not know: from now on it says nothing of them.</summary>
    internal void DistrustEpochs() => Volatile.Write(ref _areEpochsDoubtful, true);

    /// <summary>The log is closed: nobody reads on.</summary>
    internal void MarkClosed() => Volatile.Write(ref _isClosed, true);

    private void Notify()
    {
        foreach (IHighWatermarkListener listener in _listeners)
        {
            listener.OnHighWatermarkMoved(this);
        }
    }
}
