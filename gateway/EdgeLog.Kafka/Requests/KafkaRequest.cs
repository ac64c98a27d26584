using System.Diagnostics;
using EdgeLog.Kafka.Connections;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Network;

namespace EdgeLog.Kafka.Requests;

/// <summary>
/// The request a connection is handling: its frame, its header, where its body starts. One per connection, used again
/// for each request; disposing gives the frame back unless a handler took it.
/// </summary>
internal sealed class KafkaRequest(KafkaConnection connection) : IDisposable
{
    /// <summary>
    /// Array elements a request may name, over all its arrays: 100,000, twice the partitions all fetch sessions may
    /// hold. Each costs the client a byte and us an object.
    /// </summary>
    private const int ElementsMax = 100_000;

    private Frame? _frame;
    private int _bodyPosition;

    public KafkaConnection Connection => connection;

    public KafkaServer Server => connection.Server;

    public RequestHeader Header { get; private set; }

    /// <summary>
    /// Takes a frame and reads its header. Throws <see cref="KafkaProtocolException" /> where it is none.
    /// </summary>
    public void Begin(Frame frame)
    {
        _frame = frame;
        var reader = new KafkaReader(frame.Memory) { Names = connection.Names };
        Header = RequestHeader.Read(ref reader);
        _bodyPosition = reader.Position;
    }

    /// <summary>Reads the body.</summary>
    public KafkaReader Body()
    {
        Debug.Assert(_frame is not null, "a request is read before its frame is given away");
        return new KafkaReader(_frame.Memory[_bodyPosition..]) { Names = connection.Names, ElementsMax = ElementsMax };
    }

    /// <summary>Hands the frame, which the body's records are slices of, over to the caller.</summary>
    public Frame TakeFrame()
    {
        Debug.Assert(_frame is not null, "a frame is taken once");
        var frame = _frame;
        _frame = null;
        return frame;
    }

    /// <summary>
    /// Gives the frame back before the request is handled: for what waits for others, and has copied what it needs.
    /// </summary>
    public void ReleaseFrame() => Dispose();

    /// <inheritdoc />
    public void Dispose()
    {
        _frame?.Dispose();
        _frame = null;
    }
}
