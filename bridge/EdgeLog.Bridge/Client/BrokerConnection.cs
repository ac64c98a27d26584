using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Bridge;

/// <summary>
/// One connection to one broker. Requests are pipelined; responses come in their order. A watchdog closes it when
/// requests are outstanding and nothing moves any more. Requests may be sent from any thread; the connection's own loop
/// reads.
/// </summary>
internal sealed class BrokerConnection : IAsyncDisposable
{
    private const int CorrelationIdPosition = 8;
    private const int SendChunkBytes = 64 * 1024;
    private const int ResponseBytesMax = 16 * 1024 * 1024;

    private readonly ClientSettings _settings;
    private readonly TimeProvider _time;
    private readonly Stream _stream;
    private readonly SemaphoreSlim _sendTurn = new(1, 1);
    private readonly Lock _lock = new();
    private readonly Queue<OutstandingRequest> _outstanding = new();
    private readonly ITimer _watchdog;
    private BrokerVersions _versions = BrokerVersions.None;
    private BrokerUnreachableException? _failure;
    private Task _running = Task.CompletedTask;
    private int _lastCorrelationId;
    private long _lastProgress;

    private BrokerConnection(BrokerEndpoint endpoint, Stream stream, ClientSettings settings, TimeProvider time)
    {
        Endpoint = endpoint;
        _stream = stream;
        _settings = settings;
        _time = time;
        _lastProgress = time.GetTimestamp();
        TimeSpan period = settings.RequestTimeout / 4;
        _watchdog = time.CreateTimer(_ => CheckProgress(), null, period, period);
    }

    public BrokerEndpoint Endpoint { get; }

    /// <summary>Whether the connection has ended, for whatever reason.</summary>
    public bool IsClosed => Volatile.Read(ref _failure) is not null;

    /// <summary>Connects and asks which versions the broker speaks.</summary>
    public static async Task<BrokerConnection> OpenAsync(
        BrokerEndpoint endpoint, ClientWorld world, CancellationToken cancellation)
    {
        Stream stream = await DialAsync(endpoint, world, cancellation);
        var connection = new BrokerConnection(endpoint, stream, world.Settings, world.Time);
        connection._running = connection.RunAsync();
        try
        {
            connection._versions = await BrokerVersions.NegotiateAsync(connection, cancellation);
            return connection;
        }
        catch (KafkaProtocolException error)
        {
            await connection.DisposeAsync();
            throw new BrokerUnreachableException(endpoint, error);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The highest version of <paramref name="api"/> that both sides speak, of those up to <paramref name="max"/>.
    /// </summary>
    public short VersionOf(ApiKey api, short max) => _versions.Choose(Endpoint, api, max);

    /// <summary>Sends a request and reads its response.</summary>
    public Task<TResponse> CallAsync<TResponse>(
        ApiKey api,
        short versionMax,
        WriteMessage write,
        ReadMessage<TResponse> read,
        CancellationToken cancellation) =>
        CallExactlyAsync(api, VersionOf(api, versionMax), write, read, cancellation);

    /// <summary>The same in one given version.</summary>
    public async Task<TResponse> CallExactlyAsync<TResponse>(
        ApiKey api, short version, WriteMessage write, ReadMessage<TResponse> read, CancellationToken cancellation)
    {
        using var buffer = new KafkaBuffer();
        byte[] frame = Encode(buffer, new RequestHeader(api, version, 0, _settings.ClientId), write);
        Task<ReadOnlyMemory<byte>> response = await SendAsync(frame);
        return Decode(await response.WaitAsync(cancellation), api, version, read);
    }

    /// <summary>
    /// Sends a whole frame, whose correlation id is set here. Returns when the system has taken the bytes: the frame
    /// may then be used again; the inner task brings the response.
    /// </summary>
    public async ValueTask<Task<ReadOnlyMemory<byte>>> SendAsync(Memory<byte> frame)
    {
        await _sendTurn.WaitAsync();
        try
        {
            Task<ReadOnlyMemory<byte>> response = Expect(frame.Span);
            for (int sent = 0; sent < frame.Length; sent += SendChunkBytes)
            {
                await _stream.WriteAsync(frame.Slice(sent, Math.Min(SendChunkBytes, frame.Length - sent)));
                MarkProgress();
            }

            return response;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            throw Fail(error);
        }
        finally
        {
            _sendTurn.Release();
        }
    }

    /// <summary>Reads a response frame's body.</summary>
    public static TResponse Decode<TResponse>(
        ReadOnlyMemory<byte> frame, ApiKey api, short version, ReadMessage<TResponse> read)
    {
        var reader = new KafkaReader(frame);
        ResponseHeader.Read(ref reader, api, version);
        return read(ref reader, version);
    }

    public async ValueTask DisposeAsync()
    {
        Fail(new ObjectDisposedException(nameof(BrokerConnection)));
        await _running;
    }

    private static async Task<Stream> DialAsync(
        BrokerEndpoint endpoint, ClientWorld world, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(world.Settings.ConnectTimeout, world.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            return await world.Dial(endpoint, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new BrokerUnreachableException($"{endpoint} connect timeout");
        }
        catch (Exception error) when (
            error is IOException or System.Net.Sockets.SocketException or ArgumentException)
        {
            throw new BrokerUnreachableException(endpoint, error);
        }
    }

    private static byte[] Encode(KafkaBuffer buffer, RequestHeader header, WriteMessage write)
    {
        var writer = new KafkaWriter(buffer);
        int start = writer.BeginFrame();
        header.Write(ref writer);
        write(ref writer, header.ApiVersion);
        writer.EndFrame(start);
        return buffer.WrittenSpan.ToArray();
    }

    private Task<ReadOnlyMemory<byte>> Expect(Span<byte> frame)
    {
        OutstandingRequest request;
        lock (_lock)
        {
            if (_failure is not null)
            {
                throw _failure;
            }

            if (_outstanding.Count == 0)
            {
                MarkProgress();
            }

            request = new OutstandingRequest(++_lastCorrelationId);
            BinaryPrimitives.WriteInt32BigEndian(frame[CorrelationIdPosition..], request.CorrelationId);
            _outstanding.Enqueue(request);
        }

        return request.Response;
    }

    private async Task RunAsync()
    {
        var pipe = PipeReader.Create(_stream);
        try
        {
            await ReadResponsesAsync(pipe);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or KafkaProtocolException)
        {
            Fail(error);
        }

        await pipe.CompleteAsync();
        await _watchdog.DisposeAsync();
    }

    private async Task ReadResponsesAsync(PipeReader pipe)
    {
        while (true)
        {
            ReadResult read = await pipe.ReadAsync();
            MarkProgress();
            ReadOnlySequence<byte> rest = read.Buffer;
            while (TryTakeFrame(ref rest, out byte[]? frame))
            {
                Complete(frame);
            }

            pipe.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
            {
                throw new EndOfStreamException();
            }
        }
    }

    private static bool TryTakeFrame(ref ReadOnlySequence<byte> rest, [NotNullWhen(true)] out byte[]? frame)
    {
        frame = null;
        var reader = new SequenceReader<byte>(rest);
        if (!reader.TryReadBigEndian(out int length))
        {
            return false;
        }

        if (length is < sizeof(int) or > ResponseBytesMax)
        {
            throw new KafkaProtocolException(
                $"sent a response of {length} bytes: is this a Kafka listener without TLS?");
        }

        if (reader.Remaining < length)
        {
            return false;
        }

        frame = rest.Slice(reader.Position, length).ToArray();
        rest = rest.Slice(sizeof(int) + length);
        return true;
    }

    private void Complete(byte[] frame)
    {
        int correlationId = BinaryPrimitives.ReadInt32BigEndian(frame);
        OutstandingRequest? request;
        lock (_lock)
        {
            if (!_outstanding.TryPeek(out request) || request.CorrelationId != correlationId)
            {
                throw new KafkaProtocolException($"answered request {correlationId} out of turn");
            }

            _outstanding.Dequeue();
        }

        request.Complete(frame);
    }

    private void MarkProgress() => Volatile.Write(ref _lastProgress, _time.GetTimestamp());

    private void CheckProgress()
    {
        bool isWaiting;
        lock (_lock)
        {
            isWaiting = _outstanding.Count > 0;
        }

        if (isWaiting && _time.GetElapsedTime(Volatile.Read(ref _lastProgress)) >= _settings.RequestTimeout)
        {
            double seconds = _settings.RequestTimeout.TotalSeconds;
            Fail(new IOException($"is silent for {seconds:0} s with requests outstanding"));
        }
    }

    private BrokerUnreachableException Fail(Exception cause)
    {
        BrokerUnreachableException failure;
        OutstandingRequest[] lost;
        lock (_lock)
        {
            failure = _failure ??= new BrokerUnreachableException(Endpoint, cause);
            lost = [.. _outstanding];
            _outstanding.Clear();
        }

        _stream.Dispose();
        foreach (OutstandingRequest request in lost)
        {
            request.Fail(failure);
        }

        return failure;
    }
}
