using System.Buffers;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Network;

namespace EdgeLog.Kafka.Requests;

/// <summary>
/// A response encoded when it was made: all but produce and fetch, which are too frequent or too large for that.
/// </summary>
internal sealed class EncodedReply : Reply, IDisposable
{
    private readonly KafkaBuffer _buffer = new();
    private readonly KafkaStatistics _statistics;

    /// <summary>
    /// Encodes the answer to <paramref name="request" />, in version <paramref name="version" /> of its API.
    /// </summary>
    public EncodedReply(KafkaRequest request, WriteBody body, short version)
    {
        _statistics = request.Server.Statistics;
        var writer = new KafkaWriter(_buffer);
        var start = writer.BeginFrame();
        new ResponseHeader(request.Header.CorrelationId).Write(ref writer, request.Header.Api, version);
        body(ref writer, version);
        writer.EndFrame(start);
    }

    /// <summary>The size of the whole response.</summary>
    public int SizeBytes => _buffer.Length;

    /// <inheritdoc />
    public void Dispose() => _buffer.Dispose();

    protected override void Write(IBufferWriter<byte> output)
    {
        output.Write(_buffer.WrittenSpan);
        _statistics.OnResponse(_buffer.Length);
        Dispose();
    }

    protected override void Discard() => Dispose();
}
