using System.Buffers;

namespace EdgeLog.Mqtt;

/// <summary>Answers a connected client's packets other than PUBLISH. Used by the protocol loop.</summary>
internal sealed class ControlPackets(MqttServer server, Session session)
{
    private static readonly byte[] PingResponse = [(int)PacketType.Pingresp << 4, 0];

    private readonly ProtocolVersion _version = session.Config.Version;

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
                TakePuback(PubackPacket.Read(body, _version));
                return IntakeStep.Done;
            case PacketType.Subscribe:
                TakeSubscribe(SubscribePacket.Read(body, _version));
                return IntakeStep.Done;
            case PacketType.Unsubscribe:
                TakeUnsubscribe(UnsubscribePacket.Read(body, _version));
                return IntakeStep.Done;
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

    // MQTT 5, 2.1.3: the flags of all packets but PUBLISH are fixed.
    private static void RefuseBadFlags(PacketType type, int flags)
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

        session.Config.Output.Write(PingResponse, static (bytes, output) => output.Write(bytes));
    }

    // An identifier that is not in use is none of an error the standard names; a late one of a past connection, say.
    private void TakePuback(PubackPacket packet) => session.Acknowledge(packet.PacketId);

    private void TakeDisconnect(DisconnectPacket packet) =>
        IsWillDiscarded = packet.Reason != ReasonCode.DisconnectWithWill;

    private void TakeSubscribe(SubscribePacket packet)
    {
        var reasons = new ReasonCode[packet.Requests.Count];
        var wantRetained = new Subscription?[reasons.Length];
        for (var i = 0; i < reasons.Length; i++)
        {
            reasons[i] = Judge(packet.Requests[i]);
            wantRetained[i] = reasons[i] <= ReasonCode.GrantedQos1
                ? server.Delivery.Add(session, packet.Requests[i])
                : null;
        }

        // Answered once in force: who has the answer misses nothing from then on. Retained messages come behind it.
        session.Config.Output.Write(
            new SubackPacket(PacketType.Suback, _version, packet.PacketId, reasons),
            static (suback, output) => suback.Write(output));
        foreach (var subscription in wantRetained)
        {
            if (subscription is not null)
            {
                server.Delivery.Retained.DeliverTo(subscription);
            }
        }
    }

    private void TakeUnsubscribe(UnsubscribePacket packet)
    {
        var reasons = packet.Filters
            .Select(filter => server.Delivery.Remove(session, filter)
                ? ReasonCode.Success
                : ReasonCode.NoSubscriptionExisted)
            .ToArray();
        session.Config.Output.Write(
            new SubackPacket(PacketType.Unsuback, _version, packet.PacketId, reasons),
            static (unsuback, output) => unsuback.Write(output));
    }

    private ReasonCode Judge(in SubscriptionRequest request)
    {
        if (request.Filter.StartsWith("$share/", StringComparison.Ordinal))
        {
            return request.IsNoLocal
                ? throw new MqttProtocolException(ReasonCode.ProtocolError, "No Local on a shared subscription.")
                : ReasonCode.SharedSubscriptionsNotSupported;
        }

        if (!server.IsWithinLimits(request.Filter))
        {
            return ReasonCode.TopicFilterInvalid;
        }

        if (!server.Access.AllowsSubscribe(session.Config.Principal, request.Filter))
        {
            return ReasonCode.NotAuthorized;
        }

        var isNew = !session.HasSubscription(request.Filter);
        return isNew && session.SubscriptionCount >= session.Config.Limits.SubscriptionsMax
            ? ReasonCode.QuotaExceeded
            : (ReasonCode)Math.Min((int)request.QualityOfService, (int)ReasonCode.GrantedQos1);
    }
}
