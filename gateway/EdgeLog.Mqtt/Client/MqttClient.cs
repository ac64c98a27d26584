using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;
using EdgeLog.Network;

namespace EdgeLog.Mqtt;

/// <summary>
/// One connection to a broker. A loop of its own receives whole packets into a bounded queue, another keeps the
/// connection alive and notices when it is dead; the owner reads, decides and sends: nothing is acknowledged by itself.
/// </summary>
internal sealed class MqttClient : IAsyncDisposable
{
    private const int QueueBytesMax = 2 * 1024 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(1);

    private readonly MqttClientConfig _config;
    private readonly Stream _stream;
    private readonly TimeProvider _time;
    private readonly Channel<ReceivedPacket> _received = Channel.CreateUnbounded<ReceivedPacket>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly ByteBudget _queueBytes = new(QueueBytesMax);
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private Task _loops = Task.CompletedTask;
    private long _sentAt;
    private long _receivedAt;
    private volatile bool _isQueueFull;
    private volatile Exception? _failure;

    private MqttClient(MqttClientConfig config, Stream stream, TimeProvider time)
    {
        _config = config;
        _stream = stream;
        _time = time;
        _sentAt = _receivedAt = time.GetTimestamp();
    }

    /// <summary>What the broker said.</summary>
    public BrokerTerms Terms { get; private set; } = new();

    /// <summary>Ends, in failure, when the connection is lost.</summary>
    public Task Lost => _received.Reader.Completion;

    /// <summary>
    /// Connects; throws <see cref="IOException"/>, with what to do, where the broker cannot be reached or refuses.
    /// </summary>
    public static async Task<MqttClient> ConnectAsync(
        MqttClientConfig config, TimeProvider time, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(ConnectTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            var stream = await MqttDialer.DialAsync(config, both.Token);
            var client = new MqttClient(config, stream, time);
            try
            {
                await client.GreetAsync(both.Token);
                return client;
            }
            catch
            {
                await client.DisposeAsync();
                throw;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"{config.Address} did not answer within {ConnectTimeout.TotalSeconds:0} s.");
        }
    }

    /// <summary>Waits for the next packet; throws <see cref="IOException"/> where the connection is lost.</summary>
    public async ValueTask<ReceivedPacket> ReceiveAsync(CancellationToken cancellation)
    {
        try
        {
            return Release(await _received.Reader.ReadAsync(cancellation));
        }
        catch (ChannelClosedException closed)
        {
            throw new IOException(closed.InnerException?.Message ?? "The connection was closed.", closed);
        }
    }

    /// <summary>The next packet, if it is there already.</summary>
    public bool TryReceive(out ReceivedPacket packet)
    {
        if (_received.Reader.TryRead(out packet))
        {
            Release(packet);
            return true;
        }

        return false;
    }

    /// <summary>Sends whole packets; throws <see cref="IOException"/> where the connection is lost.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> packets, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation);
        try
        {
            Volatile.Write(ref _sentAt, _time.GetTimestamp());
            await _stream.WriteAsync(packets, cancellation);
            await _stream.FlushAsync(cancellation);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new IOException(_failure?.Message ?? $"The connection to {_config.Address} is lost: {e.Message}", e);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Says goodbye, if that is possible, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_received.Reader.Completion.IsCompleted)
        {
            using var timeout = new CancellationTokenSource(GoodbyeTimeout, _time);
            try
            {
                await SendAsync(ClientPackets.Goodbye.ToArray(), timeout.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The broker will notice.
            }
        }

        await _stop.CancelAsync();
        await _stream.DisposeAsync();
        await _loops;
        _stop.Dispose();
        _sending.Dispose();
    }

    private async Task GreetAsync(CancellationToken cancellation)
    {
        _loops = Task.Run(ReceiveLoopAsync, CancellationToken.None);
        var hello = new ArrayBufferWriter<byte>();
        ClientPackets.WriteConnect(_config, hello);
        await SendAsync(hello.WrittenMemory, cancellation);
        var answer = await ReceiveAsync(cancellation);
        if (answer.Type != PacketType.Connack)
        {
            throw new IOException($"{_config.Address} answered a CONNECT with {answer.Type}: it is no MQTT broker.");
        }

        Terms = BrokerTerms.Read(answer.Body, _config.Version);
        if (Terms.Reason != 0)
        {
            var text = Terms.ReasonText is { Length: > 0 } said ? $" It says: {said}" : string.Empty;
            throw new IOException(
                $"{_config.Address} refuses the connection: {BrokerReasons.Describe(Terms.Reason)}.{text}");
        }

        _loops = Task.WhenAll(_loops, Task.Run(KeepAliveLoopAsync, CancellationToken.None));
    }

    private ReceivedPacket Release(ReceivedPacket packet)
    {
        _queueBytes.Return(packet.Body.Length);
        return packet;
    }

    private async Task ReceiveLoopAsync()
    {
        var input = PipeReader.Create(_stream);
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(_stop.Token);
                Volatile.Write(ref _receivedAt, _time.GetTimestamp());
                var (packets, consumed) = Split(read.Buffer);
                foreach (var packet in packets)
                {
                    await TakeAsync(packet);
                }

                input.AdvanceTo(consumed, read.Buffer.End);
                if (read.IsCompleted)
                {
                    throw new IOException($"{_config.Address} closed the connection.");
                }
            }
        }
        catch (Exception e)
        {
            // Whoever reads next learns of it: a broken connection, or a broker that breaks the standard.
            _failure ??= e as IOException ?? new IOException($"{_config.Address}: {e.Message}", e);
            _received.Writer.TryComplete(_failure);
        }
        finally
        {
            await input.CompleteAsync();
        }
    }

    private (List<ReceivedPacket> Packets, SequencePosition Consumed) Split(in ReadOnlySequence<byte> buffer)
    {
        var packets = new List<ReceivedPacket>();
        using var reader = new PacketReader(buffer, _config.PacketBytesMax);
        while (reader.MoveNext())
        {
            packets.Add(new ReceivedPacket(reader.Header, reader.Body.ToArray()));
        }

        return (packets, reader.Consumed);
    }

    private async ValueTask TakeAsync(ReceivedPacket packet)
    {
        if (packet.Type == PacketType.Pingresp)
        {
            return;
        }

        if (packet.Type == PacketType.Disconnect)
        {
            var reason = packet.Body.Length > 0 ? BrokerReasons.Describe(packet.Body[0]) : "it gives no reason";
            throw new IOException($"{_config.Address} ends the connection: {reason}.");
        }

        _isQueueFull = true;
        await _queueBytes.TakeAsync(packet.Body.Length, _stop.Token);
        _isQueueFull = false;
        _received.Writer.TryWrite(packet);
    }

    private async Task KeepAliveLoopAsync()
    {
        var interval = Terms.KeepAliveSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : _config.KeepAlive;
        if (interval <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(interval / 3, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (!_isQueueFull && _time.GetElapsedTime(Volatile.Read(ref _receivedAt)) > interval * 1.5)
                {
                    _failure = new IOException($"{_config.Address} has been silent for {interval * 1.5}.");
                    await _stream.DisposeAsync();
                    return;
                }

                if (_sending.CurrentCount > 0)
                {
                    await SendAsync(ClientPackets.Ping.ToArray(), _stop.Token);
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Closed, or lost: the receiving loop tells.
        }
    }
}
