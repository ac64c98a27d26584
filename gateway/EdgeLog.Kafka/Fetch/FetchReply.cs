using System.Buffers;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Network;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Fetch;

/// <summary>
/// The response to a fetch. Written by the sending loop in one piece of the connection's own output, into which the
/// partitions copy their batches: the only copy between page cache and socket.
/// </summary>
internal sealed class FetchReply(KafkaServer server) : Reply
{
    /// <summary>Frame and response header, the response's own fields, the ends of its arrays.</summary>
    private const int FixedBytes = 64;

    /// <summary>A partition's fields, and what its topic adds to them where it is the first, less the name.</summary>
    private const int PartitionBytes = 96;

    private static readonly List<AbortedTransaction> NoTransactions = [];

    private readonly Lock _lock = new();
    private readonly FetchedPartition _described = new();
    private RequestHeader _header;
    private FetchRequest _request = null!;
    private FetchSession _session = null!;
    private ErrorCode _error;
    private int _recordBytes;
    private int _recordBytesWritten;
    private bool _isReturned;

    /// <summary>
    /// Is from now on the response about <paramref name="session" />, with room for <paramref name="recordBytes" />.
    /// </summary>
    public void Begin(
        in RequestHeader header, FetchRequest request, FetchSession session, ErrorCode error, int recordBytes)
    {
        _header = header;
        _request = request;
        _session = session;
        _error = error;
        _recordBytes = recordBytes;
        _isReturned = false;
    }

    /// <summary>
    /// Gives the fetch memory back that this reply has, which was taken for it before; from the receiving loop, while
    /// the sending loop may still be writing where the connection is dropped.
    /// </summary>
    public void ReturnMemory()
    {
        lock (_lock)
        {
            _isReturned = true;
            server.FetchMemory.Return(_recordBytes);
        }
    }

    protected override void Write(IBufferWriter<byte> output)
    {
        var prefixBytes = FixedBytes;
        foreach (var partition in _session.Partitions)
        {
            prefixBytes += partition.IsIncluded ? PartitionBytes + (3 * partition.Key.Name.Length) : 0;
        }

        while (true)
        {
            var position = 0;
            var neededBytes = Write(output.GetSpan(prefixBytes + _recordBytes), ref position);
            if (neededBytes == 0)
            {
                output.Advance(position);
                server.Statistics.OnResponse(position);
                server.Statistics.OnFetched(_recordBytesWritten);
                return;
            }

            // The first batch is larger than the client's or our limit, and is sent all the same (KIP-74).
            Grow(neededBytes);
        }
    }

    private void Grow(int neededBytes)
    {
        lock (_lock)
        {
            if (!_isReturned)
            {
                server.FetchMemory.TakeBeyond(neededBytes - _recordBytes);
            }

            _recordBytes = neededBytes;
        }
    }

    /// <summary>
    /// Returns 0, or, where not even the first batch fits, the record bytes it needs: nothing is written then.
    /// </summary>
    private int Write(Span<byte> room, ref int position)
    {
        _recordBytesWritten = 0;
        var version = _header.ApiVersion;
        var writer = new KafkaWriter(room, ref position);
        var start = writer.BeginFrame();
        new ResponseHeader(_header.CorrelationId).Write(ref writer, ApiKey.Fetch, version);
        var response = new FetchResponseWriter(writer, version);
        response.Begin(throttleTimeMs: 0, _error, _session.Id);
        FetchPartition? previous = null;
        foreach (var partition in _session.Partitions)
        {
            if (!partition.IsIncluded)
            {
                continue;
            }

            if (previous is null || !previous.Key.IsSameTopic(partition.Key))
            {
                EndTopic(ref response, previous);
                response.BeginTopic(partition.Key.Name, partition.Key.TopicId);
                previous = partition;
            }

            if (WritePartition(ref response, partition) is > 0 and var neededBytes)
            {
                return neededBytes;
            }
        }

        EndTopic(ref response, previous);
        response.End();
        writer.EndFrame(start);
        return 0;
    }

    private static void EndTopic(ref FetchResponseWriter response, FetchPartition? previous)
    {
        if (previous is not null)
        {
            response.EndTopic();
        }
    }

    private int WritePartition(ref FetchResponseWriter response, FetchPartition partition)
    {
        Describe(partition);
        response.BeginPartition(_described);
        if (partition.AvailableBytes > 0 && _recordBytesWritten < _recordBytes)
        {
            var neededBytes = Read(ref response, partition);
            if (neededBytes > 0)
            {
                return neededBytes;
            }

            // Begun again with what is true after the read: the records lie where they are, behind the same bytes.
            response.DropPartition();
            Describe(partition);
            response.BeginPartition(_described);
            response.AdvanceRecords(partition.BytesSent);
            _recordBytesWritten += partition.BytesSent;
        }

        response.EndPartition(_described);
        return 0;
    }

    /// <summary>
    /// Reads into the response; returns the bytes needed where this is the first batch and it does not fit.
    /// </summary>
    private int Read(ref FetchResponseWriter response, FetchPartition partition)
    {
        var left = _recordBytes - _recordBytesWritten;
        var room = response.GetRecordsSpan(left)[..left];
        try
        {
            return Read(room, partition);
        }
        catch (IOException)
        {
            // The files cannot be opened or read now: this partition's trouble, and of no other in the response.
            partition.OnRead(0);
            partition.Fail(ErrorCode.KafkaStorageError);
            return 0;
        }
    }

    private int Read(Span<byte> room, FetchPartition partition)
    {
        var left = room.Length;
        var result = partition.Partition!.Read(partition.Offset, room[..Math.Min(left, partition.BytesMax)]);
        if (result is { BytesRead: 0, NextBatchBytes: > 0 and var neededBytes } && _recordBytesWritten == 0)
        {
            if (neededBytes > left)
            {
                return neededBytes;
            }

            result = partition.Partition.Read(partition.Offset, room[..neededBytes]);
        }

        partition.OnRead(result.BytesRead);
        if (result.Error != ReadError.None)
        {
            partition.Fail(CodeOf(result.Error, partition));
        }

        return 0;
    }

    private void Describe(FetchPartition partition)
    {
        _described.Reset(partition.Key.Partition);
        _described.ErrorCode = partition.Error;
        _described.HighWatermark = partition.HighWatermark;
        _described.LastStableOffset = partition.HighWatermark;
        _described.LogStartOffset = partition.LogStart;
        _described.AbortedTransactions =
            _request.IsolationLevel == IsolationLevel.ReadCommitted ? NoTransactions : null;
    }

    private static ErrorCode CodeOf(ReadError error, FetchPartition partition) => error switch
    {
        ReadError.OffsetOutOfRange => ErrorCode.OffsetOutOfRange,
        ReadError.Corrupt => ErrorCode.CorruptMessage,
        ReadError.UnknownPartition when partition.Key.TopicId != Guid.Empty => ErrorCode.UnknownTopicId,
        ReadError.UnknownPartition => ErrorCode.UnknownTopicOrPartition,
        _ => ErrorCode.UnknownServerError,
    };
}
