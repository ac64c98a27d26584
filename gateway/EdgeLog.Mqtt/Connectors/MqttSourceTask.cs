using System.Buffers;
using System.Text;
using EdgeLog.Connect;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// One connection to a broker that brings messages. PUBACK and PUBREC leave when the records are durable; whatever the
/// broker does not get one for it sends again.
/// </summary>
internal sealed partial class MqttSourceTask(
    MqttSourceSettings settings, Func<RouteTable> gatewayRoutes, ConnectorContext context)
    : SourceTask
{
    private const int BatchRecordsMax = 1_000;
    private const int BatchBytesMax = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _acks = new();

    // QoS 2 messages that are durable and not yet released: what comes again under their ids is no new message.
    private readonly HashSet<ushort> _unreleased = [];
    private MqttClient? _client;
    private bool _isJustConnected;

    public override async ValueTask StartAsync(CancellationToken cancellation)
    {
        _client = await MqttClient.ConnectAsync(settings.Client, context.Time, cancellation);
        _isJustConnected = true;
        _acks.ResetWrittenCount();
        if (!_client.Terms.IsSessionPresent)
        {
            _unreleased.Clear();
        }

        var subscribe = new ArrayBufferWriter<byte>();
        ClientPackets.WriteSubscribe(settings.Filters, settings.Quality, settings.Client.Version, subscribe);
        await _client.SendAsync(subscribe.WrittenMemory, cancellation);
    }

    public override async ValueTask PollAsync(SourceBatch batch, CancellationToken cancellation)
    {
        if (_isJustConnected)
        {
            // An empty poll says that it runs, before the first message comes.
            _isJustConnected = false;
            return;
        }

        var packet = await _client!.ReceiveAsync(cancellation);
        var bytes = 0;
        do
        {
            bytes += packet.Body.Length;
            Take(packet, batch);
        }
        while (batch.Count < BatchRecordsMax && bytes < BatchBytesMax && _client.TryReceive(out packet));
    }

    public override async ValueTask CommitAsync(CancellationToken cancellation)
    {
        if (_acks.WrittenCount > 0)
        {
            await _client!.SendAsync(_acks.WrittenMemory, cancellation);
            _acks.ResetWrittenCount();
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

    private void Take(ReceivedPacket packet, SourceBatch batch)
    {
        switch (packet.Type)
        {
            case PacketType.Publish:
                TakeMessage(packet, batch);
                break;
            case PacketType.Pubrel:
                var released = packet.ReadAck().PacketId;
                _unreleased.Remove(released);
                ClientPackets.WriteAck(PacketType.Pubcomp, released, _acks);
                break;
            case PacketType.Suback:
                TakeSuback(packet);
                break;
            default:
                break;
        }
    }

    private void TakeMessage(ReceivedPacket packet, SourceBatch batch)
    {
        var message = PublishPacket.Read(packet.Header, packet.Body, settings.Client.Version);
        if (message.QualityOfService == QualityOfService.ExactlyOnce)
        {
            ClientPackets.WriteAck(PacketType.Pubrec, message.PacketId, _acks);
            if (!_unreleased.Add(message.PacketId))
            {
                return;
            }
        }
        else if (message.QualityOfService == QualityOfService.AtLeastOnce)
        {
            ClientPackets.WriteAck(PacketType.Puback, message.PacketId, _acks);
        }

        var routes = settings.OwnRoutes ?? gatewayRoutes();
        var plan = routes.Plan(Encoding.UTF8.GetString(message.Topic));
        if (plan.Route is { IsStored: false })
        {
            return;
        }

        var properties = new MessageProperties(message.Properties, PropertySet.Publish);
        var record = batch.Add(plan.Letters);
        RecordOfMessage.Fill(record, message, properties, plan);
        record.Stamp = LogClock.StampBy(context.Time);
    }

    private void TakeSuback(ReceivedPacket packet)
    {
        var fields = new FieldReader(packet.Body);
        fields.ReadPacketId();
        if (settings.Client.Version == ProtocolVersion.V5)
        {
            fields.Take(fields.ReadVariableInteger());
        }

        foreach (var filter in settings.Filters)
        {
            int reason = fields.ReadByte();
            if (reason >= BrokerReasons.FirstFailure)
            {
                throw new IOException(
                    $"{settings.Client.Address} refuses the subscription {filter}: {BrokerReasons.Describe(reason)}.");
            }

            if (reason < (int)settings.Quality)
            {
                LogWeaker(context.Logger, settings.Client.Address, filter, reason, (int)settings.Quality);
            }
        }
    }
}
