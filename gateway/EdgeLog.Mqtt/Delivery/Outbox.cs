using System.Buffers;

namespace EdgeLog.Mqtt;

/// <summary>
/// What a session sends through its present connection. Holds packets back while the session makes their identifiers
/// durable. Guarded by its session's lock.
/// </summary>
internal sealed class Outbox(SessionConfig config)
{
    private readonly OutgoingAliases? _aliases =
        config.TopicAliasMax > 0 ? new OutgoingAliases(config.TopicAliasMax) : null;

    private ArrayBufferWriter<byte>? _held;
    private bool _isHolding;

    public SessionConfig Config => config;

    /// <summary>Whether packets are held back.</summary>
    public bool IsHolding => _isHolding;

    /// <summary>Whether the client keeps up with what it is sent.</summary>
    public bool HasRoom =>
        config.Output.UnsentBytes + (_held?.WrittenCount ?? 0) < config.Limits.OutboundBytesMax;

    /// <summary>From now on packets are held back, in their order.</summary>
    public void Hold() => _isHolding = true;

    /// <summary>Sends what was held back.</summary>
    public void Release()
    {
        _isHolding = false;
        if (_held is { WrittenCount: > 0 } held)
        {
            config.Output.Write(held, static (packets, output) => output.Write(packets.WrittenSpan));
        }

        // An idle session keeps no memory for it.
        _held = null;
    }

    /// <summary>
    /// Sends a packet; false where it is larger than the client takes: the message counts as delivered [MQTT-3.1.2-25].
    /// </summary>
    public bool Send(OutgoingPublish packet)
    {
        var alias = 0;
        var isKnown = false;
        if (_aliases is not null)
        {
            (alias, isKnown) = _aliases.Find(packet.Message.Topic);
            packet = packet with { TopicAlias = alias, IsTopicOmitted = isKnown };
        }

        if (packet.SizeBytes > config.PacketBytesMax)
        {
            return false;
        }

        if (alias != 0 && !isKnown)
        {
            _aliases!.Tell(packet.Message.Topic, alias);
        }

        if (_isHolding)
        {
            OutgoingPublish.Write(packet, _held ??= new ArrayBufferWriter<byte>());
        }
        else
        {
            config.Output.Write(packet, OutgoingPublish.Write);
        }

        MqttCounters.Add(ref config.Counters.MessagesOut, 1);
        return true;
    }

    /// <summary>Sends a release of QoS 2.</summary>
    public void SendRelease(ushort packetId, ReasonCode reason)
    {
        var release = new PubackPacket(
            packetId, config.Version == ProtocolVersion.V5 ? reason : ReasonCode.Success, PacketType.Pubrel);
        if (_isHolding)
        {
            PubackPacket.Write(release, _held ??= new ArrayBufferWriter<byte>());
        }
        else
        {
            config.Output.Write(release, PubackPacket.Write);
        }
    }
}
