using System.Buffers;

namespace EdgeLog.Mqtt;

/// <summary>Answers a connected client's packets other than PUBLISH. Used by the protocol loop.</summary>
internal sealed class ControlPackets(MqttServer server, Session session, SessionConfig config)
{
    private static readonly byte[] PingResponse = [(int)PacketType.Pingresp << 4, 0];

    private readonly ProtocolVersion _version = config.Version;

    private SubscribePacket? _subscribe;
    private UnsubscribePacket? _unsubscribe;

    /// <summary>Whether the client said goodbye and keeps its will to itself.</summary>
    public bool IsWillDiscarded { get; private set; }

    /// <summary>Answers one packet.</summary>
    public IntakeStep Take(byte header, ReadOnlySpan<byte> body)
    {
        var type = (PacketType)(header >> 4);
        RefuseBadFlags(type, header & 0x0F);
        switch (type)
        {
            case PacketType.Puback:
                session.Acknowledge(PubackPacket.Read(body, _version).PacketId);
                return IntakeStep.Done;
            case PacketType.Pubrec:
                var received = PubackPacket.Read(body, _version);
                session.Receive(received.PacketId, received.Reason);
                return IntakeStep.Done;
            case PacketType.Pubcomp:
                session.Complete(PubackPacket.Read(body, _version).PacketId);
                return IntakeStep.Done;
            case PacketType.Subscribe:
                _subscribe = SubscribePacket.Read(body, _version);
                Array.ForEach([.. _subscribe.Requests], RefuseBadShare);
                return IntakeStep.Await;
            case PacketType.Unsubscribe:
                _unsubscribe = UnsubscribePacket.Read(body, _version);
                return IntakeStep.Await;
            case PacketType.Pingreq:
                TakePing(body);
                return IntakeStep.Done;
            case PacketType.Disconnect:
                TakeDisconnect(DisconnectPacket.Read(body, _version));
                return IntakeStep.Disconnect;
            case PacketType.Connect:
                throw new MqttProtocolException(ReasonCode.ProtocolError, "A second CONNECT.");
            default:
                throw new MqttProtocolException(
                    type == PacketType.Reserved ? ReasonCode.MalformedPacket : ReasonCode.ProtocolError,
                    $"A {type} packet, which a client does not send here.");
        }
    }

    /// <summary>Does what <see cref="Take"/> left over: what has to be durable before it is answered.</summary>
    public async ValueTask FinishAsync()
    {
        if (_subscribe is { } subscribe)
        {
            _subscribe = null;
            await SubscribeAsync(subscribe);
        }
        else if (_unsubscribe is { } unsubscribe)
        {
            _unsubscribe = null;
            await UnsubscribeAsync(unsubscribe);
        }
    }

    /// <summary>Refuses flags that are not those of the packet (MQTT 5, 2.1.3); PUBLISH has its own.</summary>
    public static void RefuseBadFlags(PacketType type, int flags)
    {
        var expected = type is PacketType.Pubrel or PacketType.Subscribe or PacketType.Unsubscribe ? 2 : 0;
        if (flags != expected)
        {
            MqttProtocolException.ThrowMalformed(
                $"The flags of a {type} packet are {flags}; the standard says {expected}.");
        }
    }

    private void TakePing(ReadOnlySpan<byte> body)
    {
        if (!body.IsEmpty)
        {
            MqttProtocolException.ThrowMalformed("A PINGREQ has a body.");
        }

        config.Output.Write(PingResponse, static (bytes, output) => output.Write(bytes));
    }

    private void TakeDisconnect(DisconnectPacket packet)
    {
        IsWillDiscarded = packet.Reason != ReasonCode.DisconnectWithWill;
        if (packet.SessionExpirySeconds is { } seconds)
        {
            if (seconds > 0 && session.ExpirySeconds == 0)
            {
                throw new MqttProtocolException(
                    ReasonCode.ProtocolError, "A DISCONNECT gives a session time that had none at the CONNECT.");
            }

            session.ExpirySeconds = seconds;
        }
    }

    private async ValueTask SubscribeAsync(SubscribePacket packet)
    {
        var reasons = new ReasonCode[packet.Requests.Count];
        var wantRetained = new Subscription?[reasons.Length];
        var durable = Task.CompletedTask;
        for (var i = 0; i < reasons.Length; i++)
        {
            var request = packet.Requests[i];
            reasons[i] = Judge(request);
            if (reasons[i] <= ReasonCode.GrantedQos2)
            {
                var isNew = !session.HasSubscription(request.Filter);
                (var subscription, durable) = server.Delivery.Add(session, request, packet.Identifier);
                var isWanted = request.RetainHandling == 0 || (request.RetainHandling == 1 && isNew);
                wantRetained[i] = isWanted && !SharedFilter.IsShared(request.Filter) ? subscription : null;
            }
        }

        // The last covers those before it. Answered once in force: who has the answer misses nothing from then on.
        await durable;
        config.Output.Write(
            new SubackPacket(PacketType.Suback, _version, packet.PacketId, reasons),
            static (suback, output) => suback.Write(output));
        foreach (var subscription in wantRetained)
        {
            if (subscription is not null)
            {
                server.DeliverRetained(subscription);
            }
        }
    }

    private async ValueTask UnsubscribeAsync(UnsubscribePacket packet)
    {
        var reasons = new ReasonCode[packet.Filters.Count];
        var durable = Task.CompletedTask;
        for (var i = 0; i < reasons.Length; i++)
        {
            (var subscription, durable) = server.Delivery.Remove(session, packet.Filters[i]);
            reasons[i] = subscription is null ? ReasonCode.NoSubscriptionExisted : ReasonCode.Success;
        }

        await durable;
        config.Output.Write(
            new SubackPacket(PacketType.Unsuback, _version, packet.PacketId, reasons),
            static (unsuback, output) => unsuback.Write(output));
    }

    private void RefuseBadShare(SubscriptionRequest request)
    {
        if (!SharedFilter.IsShared(request.Filter))
        {
            return;
        }

        if (request.IsNoLocal)
        {
            throw new MqttProtocolException(ReasonCode.ProtocolError, "No Local on a shared subscription.");
        }

        if (!SharedFilter.IsValid(request.Filter))
        {
            throw MqttProtocolException.Malformed(
                $"\"{request.Filter}\" is not a shared subscription: $share, a name and a filter.");
        }
    }

    private ReasonCode Judge(in SubscriptionRequest request)
    {
        if (!server.IsWithinLimits(request.Filter))
        {
            return ReasonCode.TopicFilterInvalid;
        }

        if (!server.Access.AllowsSubscribe(config.Principal, SharedFilter.FilterOf(request.Filter)))
        {
            // The one refusal of a filter that both versions, and every client, know.
            return ReasonCode.UnspecifiedError;
        }

        var isNew = !session.HasSubscription(request.Filter);
        return isNew && session.SubscriptionCount >= config.Limits.SubscriptionsMax
            ? ReasonCode.QuotaExceeded
            : (ReasonCode)(int)request.QualityOfService;
    }
}
