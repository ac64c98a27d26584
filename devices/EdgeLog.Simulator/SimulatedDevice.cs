using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace EdgeLog.Simulator;

/// <summary>
/// One pretend device: an MQTT 3.1.1 connection on a thread of its own, which fills its window with one send and takes
/// all PUBACKs that are there with one receive.
/// </summary>
internal sealed class SimulatedDevice
{
    private const int SendBytesMax = 256 * 1024;
    private const int PacedWaitMicroseconds = 2_000;
    private const int ReconnectMs = 50;
    private const int SilenceMs = 30_000;
    private static readonly byte[] Disconnect = [0xE0, 0x00];

    private readonly SimulatorOptions _options;
    private readonly AuditFile _audit;
    private readonly int _client;
    private readonly long _messages;
    private readonly PublishPacket _packet;
    private readonly InFlightWindow _window;
    private readonly byte[] _send = new byte[SendBytesMax];
    private readonly byte[] _receive = new byte[64 * 1024];
    private readonly List<long> _batch = [];
    private int _received;

    public SimulatedDevice(SimulatorOptions options, int client, AuditFile audit)
    {
        _options = options;
        _client = client;
        _audit = audit;
        _messages = options.Messages / options.Clients;
        _packet = new PublishPacket(options, client);
        _window = new InFlightWindow(options.InFlight);
        if (_packet.SizeBytes > SendBytesMax)
        {
            throw new ArgumentException(
                $"a message of {_packet.SizeBytes} bytes exceeds {SendBytesMax}", nameof(options));
        }
    }

    /// <summary>Messages acknowledged; at QoS 0, sent.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Messages sent again after a broken connection.</summary>
    public long SentAgain { get; private set; }

    /// <summary>Publishes all messages; returns when each is acknowledged.</summary>
    public void Run()
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using Socket socket = Connect();
                SendOutstandingAgain(socket);
                while (Acknowledged < _messages)
                {
                    int sent = SendWhatIsDue(socket, started);
                    if (_options.Qos > 0)
                    {
                        ReceiveAcknowledgements(socket, sent);
                    }
                }

                socket.Send(Disconnect);
                return;
            }
            catch (Exception failure) when (_options.Resume && failure is SocketException or IOException)
            {
                Thread.Sleep(ReconnectMs);
            }
        }
    }

    private Socket Connect()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = SilenceMs };
        try
        {
            socket.Connect(_options.Host, _options.Port);
            byte[] id = Encoding.ASCII.GetBytes($"simulator-{_client}");
            byte[] connect = [0x10, (byte)(12 + id.Length), 0, 4, .. "MQTT"u8, 4, 2, 0, 60, 0, (byte)id.Length, .. id];
            socket.Send(connect);
            _received = 0;
            while (_received < 4)
            {
                Receive(socket);
            }

            if (_receive[0] != 0x20 || _receive[3] != 0)
            {
                throw new IOException($"the broker refused the connection with code {_receive[3]}");
            }

            _received = 0;
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void SendOutstandingAgain(Socket socket)
    {
        _batch.Clear();
        for (long sequence = _window.Oldest; sequence < _window.Next; sequence++)
        {
            if (_window.IsOutstanding(sequence))
            {
                _batch.Add(sequence);
            }
        }

        SentAgain += _batch.Count;
        _audit.SentAgain(_client, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_batch));
        foreach (long sequence in _batch)
        {
            _packet.Write(_send, sequence);
            _send[0] |= 0x08;
            SendAll(socket, _packet.SizeBytes);
        }
    }

    private int SendWhatIsDue(Socket socket, long started)
    {
        long due = _messages - _window.Next;
        if (_options.Rate > 0)
        {
            double perDevice = _options.Rate / _options.Clients;
            due = Math.Min(due, (long)(Stopwatch.GetElapsedTime(started).TotalSeconds * perDevice) - _window.Next);
        }

        int count = (int)Math.Min(due, Math.Min(_window.Room, SendBytesMax / _packet.SizeBytes));
        for (int index = 0; index < count; index++)
        {
            _packet.Write(_send.AsSpan(index * _packet.SizeBytes), _window.Take());
        }

        if (count > 0)
        {
            SendAll(socket, count * _packet.SizeBytes);
        }

        if (_options.Qos == 0)
        {
            AcknowledgeUnasked(count);
        }

        return count;
    }

    // At QoS 0 nothing comes back: sent is done, and the window moves on by itself.
    private void AcknowledgeUnasked(int count)
    {
        for (int index = 0; index < count; index++)
        {
            _window.Acknowledge(PublishPacket.PacketId(_window.Oldest));
        }

        Acknowledged += Math.Max(count, 0);
        if (count <= 0)
        {
            Thread.Sleep(1);
        }
    }

    private void ReceiveAcknowledgements(Socket socket, int sent)
    {
        bool isPaced = sent <= 0 && _window.Room > 0;
        if (isPaced && !socket.Poll(PacedWaitMicroseconds, SelectMode.SelectRead))
        {
            return;
        }

        Receive(socket);
        _batch.Clear();
        int at = 0;
        for (; at + 4 <= _received; at += 4)
        {
            if (_receive[at] != 0x40 || _receive[at + 1] != 2)
            {
                throw new IOException($"the broker sent a packet of type {_receive[at] >> 4} in place of a PUBACK");
            }

            long sequence = _window.Acknowledge(BinaryPrimitives.ReadUInt16BigEndian(_receive.AsSpan(at + 2)));
            if (sequence >= 0)
            {
                _batch.Add(sequence);
            }
        }

        _receive.AsSpan(at, _received - at).CopyTo(_receive);
        _received -= at;
        Acknowledged += _batch.Count;
        _audit.Acknowledged(_client, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_batch));
    }

    private void Receive(Socket socket)
    {
        int count = socket.Receive(_receive, _received, _receive.Length - _received, SocketFlags.None);
        if (count == 0)
        {
            throw new IOException("the broker closed the connection");
        }

        _received += count;
    }

    private void SendAll(Socket socket, int count)
    {
        for (int sent = 0; sent < count;)
        {
            sent += socket.Send(_send, sent, count - sent, SocketFlags.None);
        }
    }
}
