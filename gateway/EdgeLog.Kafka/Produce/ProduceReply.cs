using System.Buffers;
using System.Diagnostics;
using EdgeLog.Kafka.Connections;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;
using EdgeLog.Network;

namespace EdgeLog.Kafka.Produce;

/// <summary>
/// A produce request from its frame to its response: the decoded request, one append per partition, the response they
/// fill. Pooled whole, so that a producer at full speed allocates nothing here. Filled by the connection's loop;
/// completed by whichever thread reports the last append; written by the sending loop.
/// </summary>
internal sealed class ProduceReply(KafkaConnection connection, ProduceReplyPool pool) : Reply
{
    /// <summary>
    /// Frame, response header and the response's own fields take less; likewise each topic, each partition.
    /// </summary>
    private const int PartBytes = 64;

    /// <summary>UTF-8 takes no more bytes for one UTF-16 character.</summary>
    private const int CharBytesMax = 3;

    private readonly ProduceResponse _response = new();
    private readonly List<PartitionAppend> _appends = [];
    private RequestHeader _header;
    private Frame? _frame;
    private int _appendsUsed;
    private int _outstanding;
    private int _errors;

    public ProduceRequest Request { get; } = new();

    /// <summary>
    /// Whether the client wants an answer; without one, an error can only be told by closing the connection.
    /// </summary>
    public bool IsAnswered => Request.Acks != 0;

    /// <summary>
    /// Reads the request and takes its frame over. Begun, it must be ended with <see cref="OnAllStarted" />.
    /// </summary>
    public void Begin(KafkaRequest request)
    {
        Debug.Assert(_frame is null && _outstanding == 0, "a pooled reply is at rest");
        _header = request.Header;
        var reader = request.Body();
        Request.Fill(ref reader, _header.ApiVersion);
        _frame = request.TakeFrame();
        _response.Clear();
        _appendsUsed = 0;
        _errors = 0;

        // One for the loop that starts the appends: the reply is not complete before it says so.
        _outstanding = 1;
    }

    /// <summary>The response's part for <paramref name="topic"/>.</summary>
    public ProduceResponse.Topic AddTopic(ProduceRequest.Topic topic) =>
        _response.Topics.Add().Reset(topic.Name, topic.TopicId);

    /// <summary>The append of <paramref name="batch"/>, to be given to the log.</summary>
    public PartitionAppend AddAppend(ReadOnlyMemory<byte> batch, ProduceResponse.Partition result)
    {
        if (_appendsUsed == _appends.Count)
        {
            _appends.Add(new PartitionAppend(this));
        }

        var append = _appends[_appendsUsed++];
        append.Begin(batch, result);
        Interlocked.Increment(ref _outstanding);
        return append;
    }

    /// <summary>A partition was refused before it reached the log.</summary>
    public void OnRefused() => Interlocked.Increment(ref _errors);

    /// <summary>An append has its outcome. From any thread.</summary>
    public void OnAppended(int sizeBytes, ErrorCode error)
    {
        if (error == ErrorCode.None)
        {
            connection.Server.Statistics.OnProduced(sizeBytes);
        }
        else
        {
            Interlocked.Increment(ref _errors);
        }

        Release();
    }

    /// <summary>The loop has started all appends there are.</summary>
    public void OnAllStarted() => Release();

    protected override void Write(IBufferWriter<byte> output)
    {
        var position = 0;
        var writer = new KafkaWriter(output.GetSpan(SizeBound()), ref position);
        var start = writer.BeginFrame();
        new ResponseHeader(_header.CorrelationId).Write(ref writer, ApiKey.Produce, _header.ApiVersion);
        _response.Write(ref writer, _header.ApiVersion);
        writer.EndFrame(start);
        output.Advance(position);
        connection.Server.Statistics.OnResponse(position);
        pool.Return(this);
    }

    protected override void Discard() => pool.Return(this);

    private int SizeBound()
    {
        var bytes = PartBytes;
        foreach (var topic in _response.Topics)
        {
            bytes += PartBytes + (CharBytesMax * topic.Name.Length) + (PartBytes * topic.Partitions.Count);
            foreach (var partition in topic.Partitions)
            {
                bytes += CharBytesMax * (partition.ErrorMessage?.Length ?? 0);
            }
        }

        return bytes;
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _outstanding) > 0)
        {
            return;
        }

        // The last one out: nothing refers to the frame any more.
        Request.Clear();
        _frame!.Dispose();
        _frame = null;
        if (_errors > 0)
        {
            connection.Server.Statistics.OnErrors(_errors);
        }

        if (IsAnswered)
        {
            Complete();
            return;
        }

        if (_errors > 0)
        {
            connection.Drop("it produced with acks=0 what could not be stored; closing is the only way to tell.");
        }

        pool.Return(this);
    }
}
