using System.Buffers;
using EdgeLog.Connect;

namespace EdgeLog.Mqtt;

/// <summary>
/// One connection to a broker that takes messages: at most so many unacknowledged, and a batch is done when the broker
/// has acknowledged all of it.
/// </summary>
internal sealed class MqttSinkTask(
    MqttSinkSettings settings, Func<RouteTable> routes, ConnectorContext context)
    : SinkTask
{
    private const int SendBytes = 64 * 1024;

    // A broker that is alive and acknowledges nothing for this long has lost something.
    private static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(60);

    private readonly MessageOfRecord _messages = new(settings, routes, context.Time);
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly Dictionary<ushort, int> _inFlight = [];
    private readonly HashSet<int> _done = [];
    private MqttClient? _client;
    private ushort _lastId;

    public override Task Lost => _client?.Lost ?? base.Lost;

    public override async ValueTask StartAsync(CancellationToken cancellation)
    {
        _client = await MqttClient.ConnectAsync(settings.Client, context.Time, cancellation);
        if (_client.Terms.MaximumQos < (int)settings.Quality)
        {
            throw new IOException(
                $"{settings.Client.Address} takes QoS {_client.Terms.MaximumQos} at most: set qos to that, or let the "
                + $"broker take {(int)settings.Quality}.");
        }
    }

    public override async ValueTask PutAsync(SinkBatch batch, CancellationToken cancellation)
    {
        _inFlight.Clear();
        _done.Clear();
        var window = Math.Min(settings.Client.MaxInFlight, _client!.Terms.ReceiveMaximum);
        var next = 0;
        while (batch.ConfirmedCount < batch.Count)
        {
            _output.ResetWrittenCount();
            while (next < batch.Count && _inFlight.Count < window && _output.WrittenCount < SendBytes)
            {
                Write(batch, next++);
            }

            if (_output.WrittenCount > 0)
            {
                await _client.SendAsync(_output.WrittenMemory, cancellation);
            }

            if (settings.Quality == QualityOfService.AtMostOnce)
            {
                batch.ConfirmedCount = next;
            }
            else if (_inFlight.Count > 0 && (next == batch.Count || _inFlight.Count >= window))
            {
                await TakeAcksAsync(batch, cancellation);
            }

            Confirm(batch);
        }
    }

    public override async ValueTask StopAsync()
    {
        if (_client is { } client)
        {
            _client = null;
            await client.DisposeAsync();
        }
    }

    private void Write(SinkBatch batch, int index)
    {
        var id = settings.Quality == QualityOfService.AtMostOnce ? (ushort)0 : NextId();
        if (_messages.TryWrite(batch[index], id, _client!.Terms, _output) is { } reason)
        {
            batch.Reject(index, reason);
            _done.Add(index);
        }
        else if (id != 0)
        {
            _inFlight.Add(id, index);
        }
    }

    private ushort NextId()
    {
        do
        {
            _lastId = (ushort)(_lastId == ushort.MaxValue ? 1 : _lastId + 1);
        }
        while (_inFlight.ContainsKey(_lastId));
        return _lastId;
    }

    private async ValueTask TakeAcksAsync(SinkBatch batch, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(AckTimeout, context.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        _output.ResetWrittenCount();
        try
        {
            var packet = await _client!.ReceiveAsync(both.Token);
            do
            {
                Take(packet, batch);
            }
            while (_client.TryReceive(out packet));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException(
                $"{settings.Client.Address} has acknowledged nothing for {AckTimeout.TotalSeconds:0} s.");
        }

        if (_output.WrittenCount > 0)
        {
            await _client.SendAsync(_output.WrittenMemory, cancellation);
        }
    }

    private void Take(ReceivedPacket packet, SinkBatch batch)
    {
        if (packet.Type is not (PacketType.Puback or PacketType.Pubrec or PacketType.Pubcomp))
        {
            return;
        }

        var (id, reason) = packet.ReadAck();
        if (!_inFlight.TryGetValue(id, out var index))
        {
            return;
        }

        if (reason >= BrokerReasons.FirstFailure)
        {
            Refuse(batch, index, reason);
        }
        else if (packet.Type == PacketType.Pubrec)
        {
            ClientPackets.WriteAck(PacketType.Pubrel, id, _output);
            return;
        }

        _inFlight.Remove(id);
        _done.Add(index);
    }

    // What is wrong with the message stays wrong; what the broker has against us may be mended.
    private void Refuse(SinkBatch batch, int index, int reason)
    {
        var words = $"{settings.Client.Address} refuses it: {BrokerReasons.Describe(reason)}";
        if (reason is not (BrokerReasons.TopicNameInvalid or BrokerReasons.PacketTooLarge
            or BrokerReasons.PayloadFormatInvalid))
        {
            throw new IOException($"{words}. {batch[index].Source} waits at offset {batch[index].Offset}.");
        }

        batch.Reject(index, words);
    }

    private void Confirm(SinkBatch batch)
    {
        while (_done.Remove(batch.ConfirmedCount))
        {
            batch.ConfirmedCount++;
        }
    }
}
