using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Bridge.Tests.FakeKafka;

/// <summary>One broker of the fake cluster: a listener on loopback whose requests the cluster answers.</summary>
internal sealed class FakeBroker : IAsyncDisposable
{
    private readonly FakeCluster _cluster;
    private readonly List<Socket> _connections = [];
    private readonly List<Task> _serving = [];
    private readonly Lock _lock = new();
    private TcpListener _listener;
    private Task _accepting;

    public FakeBroker(FakeCluster cluster, int id)
    {
        _cluster = cluster;
        Id = id;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        AdvertisedPort = Port;
        _accepting = AcceptAsync(_listener);
    }

    public int Id { get; }

    public int Port { get; }

    /// <summary>The port that metadata names; not the real one where a test has set another.</summary>
    public int AdvertisedPort { get; set; }

    /// <summary>How many connections were ever accepted.</summary>
    public int Accepted { get; private set; }

    public bool IsUp { get; private set; } = true;

    /// <summary>As when the process is killed: connections end, nothing listens.</summary>
    public async Task StopAsync()
    {
        IsUp = false;
        _listener.Stop();
        await _accepting;
        DropConnections();
    }

    public void Start()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        IsUp = true;
        _accepting = AcceptAsync(_listener);
    }

    public void DropConnections()
    {
        lock (_lock)
        {
            _connections.ForEach(connection => connection.Dispose());
            _connections.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Task[] serving;
        lock (_lock)
        {
            serving = [.. _serving];
        }

        await Task.WhenAll(serving);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                Socket socket = await listener.AcceptSocketAsync();
                lock (_lock)
                {
                    Accepted++;
                    _connections.Add(socket);
                    _serving.Add(ServeAsync(socket));
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            byte[] size = new byte[4];
            while (true)
            {
                await stream.ReadExactlyAsync(size);
                byte[] frame = new byte[BinaryPrimitives.ReadInt32BigEndian(size)];
                await stream.ReadExactlyAsync(frame);
                (FakeVerdict verdict, byte[]? answer) = _cluster.Answer(this, frame);
                if (verdict is FakeVerdict.DropUnseen or FakeVerdict.DropAnswer)
                {
                    return;
                }

                if (verdict == FakeVerdict.FallSilent)
                {
                    // Whatever comes is taken, as a link does whose other end is gone.
                    await stream.CopyToAsync(Stream.Null);
                    return;
                }

                if (verdict == FakeVerdict.AnswerHalf)
                {
                    await _cluster.Released;
                    answer = [0, 0, 0, 5, .. answer.AsSpan(4, 5)];
                }

                await stream.WriteAsync(answer);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or KafkaProtocolException)
        {
            _cluster.ConnectionEnded();
        }
    }
}
