using EdgeLog.Kafka.Offsets;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Fetch;

/// <summary>
/// One partition of a fetch: where the client is, what it was last told, and what there is for it now. Owned by the
/// connection that is using the session.
/// </summary>
internal sealed class FetchPartition(FetchKey key)
{
    private const long Untold = -1;

    private Partition? _listenedTo;
    private long _toldHighWatermark = Untold;
    private long _toldLogStart = Untold;

    public FetchKey Key { get; } = key;

    /// <summary>Where the client reads on.</summary>
    public Offset Offset { get; private set; }

    /// <summary>How much it wants at most; one batch is sent even if larger.</summary>
    public int BytesMax { get; private set; }

    /// <summary>The leader epoch it knows, or -1.</summary>
    public int CurrentLeaderEpoch { get; private set; }

    /// <summary>The partition as of the last look; null where there is none.</summary>
    public Partition? Partition { get; private set; }

    /// <summary>Why the client gets nothing, as of the last look or read; or none.</summary>
    public ErrorCode Error { get; private set; }

    /// <summary>The high watermark as of the last look.</summary>
    public long HighWatermark { get; private set; } = Untold;

    /// <summary>The log start offset as of the last look.</summary>
    public long LogStart { get; private set; } = Untold;

    /// <summary>About how many bytes there are for the client, as of the last look.</summary>
    public long AvailableBytes { get; private set; }

    /// <summary>Whether the client wants it no more.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>Whether the response being made has this partition.</summary>
    public bool IsIncluded { get; set; }

    /// <summary>Record bytes in the response just made.</summary>
    public int BytesSent { get; set; }

    /// <summary>Whether the client has something to learn.</summary>
    public bool HasNews =>
        AvailableBytes > 0 || Error != ErrorCode.None
        || HighWatermark != _toldHighWatermark || LogStart != _toldLogStart;

    /// <summary>Takes over what a request says.</summary>
    public void Update(FetchRequest.Partition wanted)
    {
        Offset = new Offset(wanted.FetchOffset);
        BytesMax = Math.Max(0, wanted.MaxBytes);
        CurrentLeaderEpoch = wanted.CurrentLeaderEpoch;
    }

    /// <summary>Sees what there is for the client now.</summary>
    public void Look(TopicCatalog topics)
    {
        if (Partition is null || Partition.IsDeleted)
        {
            var topic = Key.TopicId == Guid.Empty ? topics.Find(Key.Name) : topics.Find(Key.TopicId);
            Partition = PartitionLookup.Find(topic, Key.Partition);
        }

        var error = PartitionLookup.Check(Partition, CurrentLeaderEpoch);
        if (error == ErrorCode.UnknownTopicOrPartition && Key.TopicId != Guid.Empty)
        {
            error = ErrorCode.UnknownTopicId;
        }

        if (error == ErrorCode.None && (Offset < Partition!.LogStartOffset || Offset > Partition.HighWatermark))
        {
            error = ErrorCode.OffsetOutOfRange;
        }

        if (error != ErrorCode.None)
        {
            Fail(error);
            return;
        }

        Error = ErrorCode.None;
        HighWatermark = Partition!.HighWatermark.Value;
        LogStart = Partition.LogStartOffset.Value;
        try
        {
            AvailableBytes = Partition.EstimateBytes(Offset);
        }
        catch (IOException)
        {
            Fail(ErrorCode.KafkaStorageError);
        }
    }

    /// <summary>There is nothing for the client but <paramref name="error"/>.</summary>
    public void Fail(ErrorCode error)
    {
        Error = error;
        HighWatermark = Untold;
        LogStart = Untold;
        AvailableBytes = 0;
    }

    /// <summary>After a read, the high watermark moves along: it must not lie behind the records sent.</summary>
    public void OnRead(int sizeBytes)
    {
        BytesSent = sizeBytes;
        HighWatermark = Partition!.HighWatermark.Value;
    }

    /// <summary>Notes what the response tells.</summary>
    public void OnTold()
    {
        // After an error both are untold again, so that recovery is news.
        (_toldHighWatermark, _toldLogStart) = (HighWatermark, LogStart);
    }

    public void Listen(IHighWatermarkListener listener)
    {
        _listenedTo = Partition;
        _listenedTo?.AddListener(listener);
    }

    public void StopListening(IHighWatermarkListener listener)
    {
        _listenedTo?.RemoveListener(listener);
        _listenedTo = null;
    }
}
