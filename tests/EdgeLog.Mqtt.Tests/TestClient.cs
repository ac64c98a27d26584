using System.Buffers;
using System.IO.Pipelines;
using EdgeLog.Testing;

namespace EdgeLog.Mqtt.Tests;

/// <summary>A client over an in-memory connection, which sends bytes and reads packets.</summary>
internal sealed class TestClient(InMemoryConnection connection, Task served, int level)
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public int Level => level;

    /// <summary>The server's side of the connection.</summary>
    public Task Served => served;

    public InMemoryConnection Connection => connection;

    public async Task SendAsync(params byte[][] packets)
    {
        foreach (var packet in packets)
        {
            connection.Client.Output.Write(packet);
        }

        await connection.Client.Output.FlushAsync();
    }

    /// <summary>The next packet; null when the server has closed.</summary>
    public async Task<WirePacket?> ReceiveAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            var read = await connection.Client.Input.ReadAsync(deadline.Token);
            if (WirePacket.TryRead(read.Buffer.ToArray(), out var used) is { } packet)
            {
                connection.Client.Input.AdvanceTo(read.Buffer.GetPosition(used));
                return packet;
            }

            connection.Client.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    public async Task<WirePacket> ExpectAsync(PacketType type)
    {
        var packet = await ReceiveAsync();
        return packet?.Type == type
            ? packet
            : throw new InvalidOperationException($"Expected {type}, got {packet?.ToString() ?? "the end"}");
    }

    /// <summary>The next packet that is already there, or null.</summary>
    public bool HasReceived()
    {
        if (!connection.Client.Input.TryRead(out var read))
        {
            return false;
        }

        var has = !read.Buffer.IsEmpty;
        connection.Client.Input.AdvanceTo(read.Buffer.Start);
        return has;
    }

    public Task PublishAsync(string topic, string payload, int id = 0, int flags = 0, byte[]? properties = null) =>
        SendAsync(Wire.Publish(level, topic, payload, id, flags, properties));

    /// <summary>Publishes at QoS 1 and waits for the acknowledgement.</summary>
    public async Task StoreAsync(string topic, string payload, int id = 1, byte[]? properties = null)
    {
        await PublishAsync(topic, payload, id, 0, properties);
        var ack = await ExpectAsync(PacketType.Puback);
        if (ack.Id != id || ack.Reason != 0)
        {
            throw new InvalidOperationException($"PUBACK {ack.Id}, reason {ack.Reason:X}");
        }
    }

    /// <summary>The client's end goes away; returns when the server is done with the connection.</summary>
    public async Task LeaveAsync(params byte[][] last)
    {
        await SendAsync(last);
        connection.Disconnect();
        await served.WaitAsync(Deadline);
    }

    /// <summary>Publishes at QoS 2 and completes the exchange.</summary>
    public async Task StoreOnceAsync(string topic, string payload, int id = 1)
    {
        await SendAsync(Wire.PublishOnce(level, topic, payload, id));
        var received = await ExpectAsync(PacketType.Pubrec);
        await SendAsync(Wire.Pubrel(id));
        var complete = await ExpectAsync(PacketType.Pubcomp);
        if (received.Id != id || received.Reason != 0 || complete.Id != id || complete.Reason != 0)
        {
            throw new InvalidOperationException($"{received} {complete}");
        }
    }

    /// <summary>The next message, acknowledged as its quality asks.</summary>
    public async Task<WirePacket> TakeAsync()
    {
        var packet = await ExpectAsync(PacketType.Publish);
        if (packet.Quality == 1)
        {
            await SendAsync(Wire.Puback(packet.Id));
        }
        else if (packet.Quality == 2)
        {
            await SendAsync(Wire.Pubrec(packet.Id));
            await ExpectAsync(PacketType.Pubrel);
            await SendAsync(Wire.Pubcomp(packet.Id));
        }

        return packet;
    }

    /// <summary>The payloads of the next messages, each acknowledged.</summary>
    public async Task<string[]> TakeAsync(int count)
    {
        var payloads = new List<string>();
        for (var open = 0; payloads.Count < count || open > 0;)
        {
            var packet = await ReceiveAsync() ?? throw new InvalidOperationException("The server has closed.");
            switch (packet.Type)
            {
                case PacketType.Publish:
                    payloads.Add(packet.PayloadText(level == 5));
                    open += packet.Quality == 2 ? 1 : 0;
                    byte[] answer = packet.Quality == 2 ? Wire.Pubrec(packet.Id) : Wire.Puback(packet.Id);
                    await SendAsync(packet.Quality == 0 ? [] : answer);
                    break;
                case PacketType.Pubrel:
                    open--;
                    await SendAsync(Wire.Pubcomp(packet.Id));
                    break;
                default:
                    throw new InvalidOperationException($"Got {packet}.");
            }
        }

        return [.. payloads];
    }

    public async Task<byte[]> SubscribeAsync(params (string Filter, int Options)[] filters)
    {
        await SendAsync(Wire.Subscribe(level, 10, filters));
        var ack = await ExpectAsync(PacketType.Suback);
        return ack.Body[(level == 5 ? 3 : 2)..];
    }

    /// <summary>Waits until everything sent so far has been looked at.</summary>
    public async Task PingAsync()
    {
        await SendAsync(Wire.Ping());
        await ExpectAsync(PacketType.Pingresp);
    }

    /// <summary>Takes so many acknowledgements, then pings.</summary>
    public async Task PingAsync(int acks)
    {
        for (var i = 0; i < acks; i++)
        {
            await ExpectAsync(PacketType.Puback);
        }

        await PingAsync();
    }

    /// <summary>Publishes to a topic it has itself subscribed at QoS 1; expects each back once, in order.</summary>
    public async Task StoreOwnAsync(string topic, params string[] payloads)
    {
        await SendAsync([.. payloads.Select((payload, i) => Wire.Publish(level, topic, payload, i + 1))]);
        var received = new List<string>();
        var acks = 0;
        while (received.Count < payloads.Length || acks < payloads.Length)
        {
            var packet = await ReceiveAsync();
            acks += packet!.Type == PacketType.Puback ? 1 : 0;
            if (packet.Type == PacketType.Publish)
            {
                received.Add(packet.PayloadText(level == 5));
            }
        }

        await PingAsync();
        if (!received.SequenceEqual(payloads))
        {
            throw new InvalidOperationException(string.Join(' ', received));
        }
    }
}
