using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeLog.PowerCut;

/// <summary>
/// An MQTT 3.1.1 client for one life of the gateway: sends again, in order, what was not acknowledged in the life
/// before, then new messages at its rate, all at QoS 1, and notes each PUBACK.
/// </summary>
internal sealed class MqttDevice(StreamLedger ledger, IPEndPoint gateway, double rate)
{
    private const int PubackBytes = 4;

    private readonly Dictionary<ushort, Batch> _inFlight = [];
    private readonly Lock _lock = new();

    /// <summary>Runs until the connection breaks, which it throws, or is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(gateway, cancellation);
        await using var stream = new NetworkStream(socket);
        byte[] id = Encoding.ASCII.GetBytes($"powercut-{ledger.Plan.Id}");
        byte[] connect = [0x10, (byte)(12 + id.Length), 0, 4, .. "MQTT"u8, 4, 2, 0, 60, 0, (byte)id.Length, .. id];
        await stream.WriteAsync(connect, cancellation);
        byte[] answer = new byte[PubackBytes];
        await stream.ReadExactlyAsync(answer, cancellation);
        if (answer[0] != 0x20 || answer[3] != 0)
        {
            throw new IOException($"the gateway refused the connection with code {answer[3]}");
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task receiving = ReceiveAsync(stream, ending.Token);
        Task sending = SendAsync(stream, ending.Token);
        Task ended = await Task.WhenAny(receiving, sending);
        await ending.CancelAsync();
        await Task.WhenAll(receiving, sending).ContinueWith(_ => { }, TaskScheduler.Default);
        await ended;
    }

    private async Task SendAsync(NetworkStream stream, CancellationToken cancellation)
    {
        foreach (Batch batch in ledger.SendAgain())
        {
            await PublishAsync(stream, batch, 0x3A, cancellation);
        }

        await foreach (int due in new Pace(rate).DueAsync(cancellation))
        {
            for (int count = Math.Min(due, Room()); count > 0; count--)
            {
                await PublishAsync(stream, ledger.Take(1), 0x32, cancellation);
            }
        }
    }

    private int Room()
    {
        lock (_lock)
        {
            return ledger.Plan.InFlight - _inFlight.Count;
        }
    }

    private async Task PublishAsync(NetworkStream stream, Batch batch, byte firstByte, CancellationToken cancellation)
    {
        ushort packetId = (ushort)((batch.First % ushort.MaxValue) + 1);
        byte[] topic = Encoding.ASCII.GetBytes(ledger.Plan.MqttTopic);
        int payloadBytes = ledger.Plan.SizeOf(batch.First);
        int remaining = 2 + topic.Length + 2 + payloadBytes;
        byte[] packet = new byte[1 + 4 + remaining];
        packet[0] = firstByte;
        int at = 1;
        for (int rest = remaining; ; rest >>= 7)
        {
            packet[at++] = (byte)(rest > 0x7F ? (rest & 0x7F) | 0x80 : rest);
            if (rest <= 0x7F)
            {
                break;
            }
        }

        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(at), (ushort)topic.Length);
        topic.CopyTo(packet, at + 2);
        at += 2 + topic.Length;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(at), packetId);
        Message.Write(packet.AsSpan(at + 2, payloadBytes), ledger.Plan.Id, batch.First);
        lock (_lock)
        {
            _inFlight[packetId] = batch;
        }

        await stream.WriteAsync(packet.AsMemory(0, at + 2 + payloadBytes), cancellation);
    }

    private async Task ReceiveAsync(NetworkStream stream, CancellationToken cancellation)
    {
        byte[] packet = new byte[PubackBytes];
        while (true)
        {
            await stream.ReadExactlyAsync(packet, cancellation);
            if (packet[0] != 0x40 || packet[1] != 2)
            {
                throw new IOException($"the gateway sent a packet of type {packet[0] >> 4} in place of a PUBACK");
            }

            Batch batch;
            lock (_lock)
            {
                if (!_inFlight.Remove(BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(2)), out batch))
                {
                    throw new IOException("the gateway acknowledged what was not sent");
                }
            }

            ledger.Acknowledge(batch, null);
        }
    }
}
