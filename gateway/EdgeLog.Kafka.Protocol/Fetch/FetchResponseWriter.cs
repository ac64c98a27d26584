using System.Diagnostics;

namespace EdgeLog.Kafka.Protocol;

/// <summary>
/// Writes a <see cref="FetchResponse"/> piece by piece, so that record batches are read from the log straight into
/// it: begin, then for each topic begin, partitions, end, then end. Counts and lengths are filled in behind. A topic
/// without partitions leaves no trace.
/// </summary>
public ref struct FetchResponseWriter
{
    private readonly short _version;
    private KafkaWriter _writer;
    private int _topicsStart;
    private int _topicCount;
    private int _topicStart;
    private int _partitionsStart;
    private int _partitionCount;
    private int _partitionStart;
    private int _recordsStart;

    /// <summary>
    /// Writes to <paramref name="writer"/>, behind the response header, in <paramref name="version"/>.
    /// </summary>
    public FetchResponseWriter(KafkaWriter writer, short version)
    {
        _writer = writer;
        _version = version;
        _writer.BeginBody(ApiKey.Fetch, version);
    }

    /// <summary>How many topics were ended with partitions in them.</summary>
    public readonly int TopicCount => _topicCount;

    /// <summary>How many partitions the topic has so far.</summary>
    public readonly int PartitionCount => _partitionCount;

    /// <summary>Bytes of records the partition has so far.</summary>
    public readonly int RecordsBytes => _writer.Position - _recordsStart;

    /// <summary>Starts the response.</summary>
    public void Begin(int throttleTimeMs, ErrorCode error, int sessionId)
    {
        _writer.WriteInt32(throttleTimeMs);
        if (_version >= 7)
        {
            _writer.WriteErrorCode(error);
            _writer.WriteInt32(sessionId);
        }

        _topicsStart = _writer.BeginLength();
    }

    /// <summary>Starts a topic; the version decides whether its name or its id is written.</summary>
    public void BeginTopic(string name, Guid topicId)
    {
        _topicStart = _writer.Position;
        if (_version <= 12)
        {
            _writer.WriteString(name);
        }
        else
        {
            _writer.WriteUuid(topicId);
        }

        _partitionsStart = _writer.BeginLength();
        _partitionCount = 0;
    }

    /// <summary>
    /// Starts a partition of the topic with all of <paramref name="partition"/> that stands before the records.
    /// </summary>
    public void BeginPartition(FetchedPartition partition)
    {
        Debug.Assert(_recordsStart == 0, "the partition before was not ended");
        _partitionStart = _writer.Position;
        partition.WriteBeforeRecords(ref _writer, _version);
        _recordsStart = _writer.BeginLength();
    }

    /// <summary>
    /// Room for record batches of the partition, to be filled and taken with <see cref="AdvanceRecords"/>.
    /// </summary>
    public readonly Span<byte> GetRecordsSpan(int bytes) => _writer.GetSpan(bytes);

    /// <summary>Takes <paramref name="bytes"/> of what <see cref="GetRecordsSpan"/> gave.</summary>
    public readonly void AdvanceRecords(int bytes) => _writer.Advance(bytes);

    /// <summary>Ends the partition with all of <paramref name="partition"/> that stands behind the records.</summary>
    public void EndPartition(FetchedPartition partition)
    {
        _writer.EndLength(_recordsStart, _writer.Position - _recordsStart);
        partition.WriteAfterRecords(ref _writer);
        _partitionCount++;
        _recordsStart = 0;
    }

    /// <summary>
    /// Takes back the partition that was begun: reading failed, or a session has nothing to tell of it.
    /// </summary>
    public void DropPartition()
    {
        _writer.Rewind(_partitionStart);
        _recordsStart = 0;
    }

    /// <summary>Ends the topic; without partitions it is taken back.</summary>
    public void EndTopic()
    {
        if (_partitionCount == 0)
        {
            _writer.Rewind(_topicStart);
            return;
        }

        _writer.EndLength(_partitionsStart, _partitionCount);
        _writer.WriteNoTags();
        _topicCount++;
    }

    /// <summary>Ends the response.</summary>
    public void End() => End([]);

    /// <summary>Ends the response with the addresses of the leaders named in it (v16+).</summary>
    public void End(List<NodeEndpoint> endpoints)
    {
        _writer.EndLength(_topicsStart, _topicCount);
        FetchResponse.WriteTags(ref _writer, endpoints, _version);
    }
}
