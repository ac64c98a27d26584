using System.Diagnostics;

namespace EdgeLog.Kafka.Protocol;

/// <summary>
/// Writes a <see cref="ProduceRequest"/> piece by piece, so that record batches are read from the log straight into
/// it: begin, then for each topic begin, partitions, end, then end. Counts and lengths are filled in behind.
/// </summary>
public ref struct ProduceRequestWriter
{
    private readonly short _version;
    private KafkaWriter _writer;
    private int _topicsStart;
    private int _topicCount;
    private int _partitionsStart;
    private int _partitionCount;
    private int _recordsStart;

    /// <summary>
    /// Writes to <paramref name="writer"/>, behind the request header, in <paramref name="version"/>.
    /// </summary>
    public ProduceRequestWriter(KafkaWriter writer, short version)
    {
        _writer = writer;
        _version = version;
        _writer.BeginBody(ApiKey.Produce, version);
    }

    /// <summary>Starts the request.</summary>
    public void Begin(string? transactionalId, short acks, int timeoutMs)
    {
        _writer.WriteNullableString(transactionalId);
        _writer.WriteInt16(acks);
        _writer.WriteInt32(timeoutMs);
        _topicsStart = _writer.BeginLength();
    }

    /// <summary>Starts a topic; the version decides whether its name or its id is written.</summary>
    public void BeginTopic(string name, Guid topicId)
    {
        _topicCount++;
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

    /// <summary>Starts a partition of the topic.</summary>
    public void BeginPartition(int index)
    {
        Debug.Assert(_recordsStart == 0, "the partition before was not ended");
        _partitionCount++;
        _writer.WriteInt32(index);
        _recordsStart = _writer.BeginLength();
    }

    /// <summary>
    /// Room for record batches of the partition, to be filled and taken with <see cref="AdvanceRecords"/>.
    /// </summary>
    public readonly Span<byte> GetRecordsSpan(int bytes) => _writer.GetSpan(bytes);

    /// <summary>Takes <paramref name="bytes"/> of what <see cref="GetRecordsSpan"/> gave.</summary>
    public readonly void AdvanceRecords(int bytes) => _writer.Advance(bytes);

    /// <summary>Ends the partition.</summary>
    public void EndPartition()
    {
        _writer.EndLength(_recordsStart, _writer.Position - _recordsStart);
        _writer.WriteNoTags();
        _recordsStart = 0;
    }

    /// <summary>Ends the topic.</summary>
    public readonly void EndTopic()
    {
        _writer.EndLength(_partitionsStart, _partitionCount);
        _writer.WriteNoTags();
    }

    /// <summary>Ends the request.</summary>
    public readonly void End()
    {
        _writer.EndLength(_topicsStart, _topicCount);
        _writer.WriteNoTags();
    }
}
