using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using EdgeLog.Kafka.Protocol;

namespace EdgeLog.PowerCut;

/// <summary>
/// A connection to the gateway's Kafka listener. Requests may be sent before others are answered; answers come in
/// their order. One caller sends; the connection's own loop reads.
/// </summary>
internal sealed class KafkaConnection : IAsyncDisposable
{
    private const string ClientId = "powercut";
    private const int ResponseBytesMax = 64 * 1024 * 1024;

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource<byte[]>> _outstanding = new();
    private readonly Task _reading;
    private Exception? _failure;
    private int _correlationId;

    private KafkaConnection(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket);
        _reading = ReadAsync();
    }

    internal delegate void WriteBody(ref KafkaWriter writer, short version);

    internal delegate TResponse ReadBody<out TResponse>(ref KafkaReader reader, short version);

    public static async Task<KafkaConnection> OpenAsync(IPEndPoint gateway, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(gateway, cancellation);
            return new KafkaConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    public async Task<TResponse> CallAsync<TResponse>(
        (ApiKey Key, short Version) api, WriteBody write, ReadBody<TResponse> read) =>
        Read(await await SendAsync(api, write), api, read);

    /// <summary>Sends a request; the task within gives the answer, to be read with <see cref="Read"/>.</summary>
    public async Task<Task<byte[]>> SendAsync((ApiKey Key, short Version) api, WriteBody write)
    {
        byte[] frame = Frame(api, write, ++_correlationId);
        var answer = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_failure is not null)
            {
                throw new IOException("the connection has ended", _failure);
            }

            _outstanding.Enqueue(answer);
        }

        await _stream.WriteAsync(frame);
        return answer.Task;
    }

    /// <summary>Reads an answer.</summary>
    public static TResponse Read<TResponse>(byte[] frame, (ApiKey Key, short Version) api, ReadBody<TResponse> read)
    {
        var reader = new KafkaReader(frame);
        ResponseHeader.Read(ref reader, api.Key, api.Version);
        return read(ref reader, api.Version);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _reading;
        await _stream.DisposeAsync();
    }

    private static byte[] Frame((ApiKey Key, short Version) api, WriteBody write, int correlationId)
    {
        using var buffer = new KafkaBuffer();
        var writer = new KafkaWriter(buffer);
        int start = writer.BeginFrame();
        new RequestHeader(api.Key, api.Version, correlationId, ClientId).Write(ref writer);
        write(ref writer, api.Version);
        writer.EndFrame(start);
        return buffer.WrittenSpan.ToArray();
    }

    private async Task ReadAsync()
    {
        try
        {
            byte[] length = new byte[sizeof(int)];
            while (true)
            {
                await _stream.ReadExactlyAsync(length);
                int size = BinaryPrimitives.ReadInt32BigEndian(length);
                if (size is < 0 or > ResponseBytesMax)
                {
                    throw new IOException($"an answer of {size} bytes");
                }

                byte[] frame = new byte[size];
                await _stream.ReadExactlyAsync(frame);
                lock (_lock)
                {
                    _outstanding.Dequeue().SetResult(frame);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            lock (_lock)
            {
                _failure = exception;
                while (_outstanding.TryDequeue(out TaskCompletionSource<byte[]>? waiting))
                {
                    waiting.SetException(new IOException("the connection has ended", exception));
                }
            }
        }
    }
}
