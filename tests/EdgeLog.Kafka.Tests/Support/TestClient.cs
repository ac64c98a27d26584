using System.Buffers.Binary;
using System.Net.Sockets;
using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Tests.Support;

/// <summary>A client that says exactly what a test wants it to say, in any version, in any order.</summary>
internal sealed class TestClient : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;
    private int _correlationId;

    private TestClient(TcpClient tcp)
    {
        _tcp = tcp;
        _stream = tcp.GetStream();
    }

    public Socket Socket => _tcp.Client;

    public static async Task<TestClient> ConnectAsync(int port)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync("127.0.0.1", port);
        return new TestClient(tcp);
    }

    /// <summary>Sends one request and reads its response.</summary>
    public async Task<TResponse> CallAsync<TResponse>(
        ApiKey api, short version, WriteRequest write, ReadResponse<TResponse> read)
    {
        var id = await SendAsync(api, version, write);
        return await ReceiveAsync(api, version, id, read);
    }

    /// <summary>Sends a request and returns its correlation id.</summary>
    public async Task<int> SendAsync(ApiKey api, short version, WriteRequest write)
    {
        var id = ++_correlationId;
        await SendBytesAsync(Encode(api, version, id, write));
        return id;
    }

    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await _stream.WriteAsync(bytes, deadline.Token);
    }

    /// <summary>Reads the next response, which must be the one to <paramref name="correlationId"/>.</summary>
    public async Task<TResponse> ReceiveAsync<TResponse>(
        ApiKey api, short version, int correlationId, ReadResponse<TResponse> read)
    {
        var frame = await ReceiveFrameAsync();
        var reader = new KafkaReader(frame);
        Assert.Equal(correlationId, ResponseHeader.Read(ref reader, api, version).CorrelationId);
        var response = read(ref reader, version);
        Assert.Equal(0, reader.Remaining);
        return response;
    }

    public async Task<byte[]> ReceiveFrameAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var prefix = new byte[sizeof(int)];
        await _stream.ReadExactlyAsync(prefix, deadline.Token);
        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix)];
        await _stream.ReadExactlyAsync(frame, deadline.Token);
        return frame;
    }

    /// <summary>Reads bytes, whatever they are.</summary>
    public async Task ReceiveBytesAsync(int count)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await _stream.ReadExactlyAsync(new byte[count], deadline.Token);
    }

    /// <summary>Waits until the server closes the connection; false where it sends something first.</summary>
    public async Task<bool> WaitForCloseAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            return await _stream.ReadAsync(new byte[1], deadline.Token) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _tcp.Dispose();

    private static byte[] Encode(ApiKey api, short version, int correlationId, WriteRequest write)
    {
        using var buffer = new KafkaBuffer();
        var writer = new KafkaWriter(buffer);
        var start = writer.BeginFrame();
        new RequestHeader(api, version, correlationId, "test").Write(ref writer);
        write(ref writer, version);
        writer.EndFrame(start);
        return buffer.WrittenMemory.ToArray();
    }
}
