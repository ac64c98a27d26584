namespace EdgeLog.Mqtt;

/// <summary>The topic aliases of one MQTT 5 connection, inbound (3.3.2.3.4). Owned by the protocol loop.</summary>
internal sealed class TopicAliases(int aliasMax)
{
    private byte[]?[] _topics = [];

    /// <summary>The topic of a message that has a topic, an alias (-1: none), or both.</summary>
    public ReadOnlySpan<byte> Resolve(ReadOnlySpan<byte> topic, int alias)
    {
        if (alias < 0)
        {
            if (topic.IsEmpty)
            {
                MqttProtocolException.ThrowProtocolError("A message has neither a topic nor an alias.");
            }

            return topic;
        }

        if (alias == 0 || alias > aliasMax)
        {
            throw new MqttProtocolException(
                ReasonCode.TopicAliasInvalid, $"Topic alias {alias} is not within 1 to {aliasMax}.");
        }

        if (_topics.Length == 0)
        {
            _topics = new byte[aliasMax + 1][];
        }

        if (!topic.IsEmpty)
        {
            if (!topic.SequenceEqual(_topics[alias]))
            {
                _topics[alias] = topic.ToArray();
            }

            return topic;
        }

        if (_topics[alias] is not { } known)
        {
            throw new MqttProtocolException(ReasonCode.ProtocolError, $"Topic alias {alias} was never set.");
        }

        return known;
    }
}
