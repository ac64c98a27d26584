namespace EdgeLog.Mqtt;

/// <summary>A SUBSCRIBE (MQTT 5, 3.8).</summary>
internal sealed record SubscribePacket(ushort PacketId, IReadOnlyList<SubscriptionRequest> Requests)
{
    public static SubscribePacket Read(ReadOnlySpan<byte> body, ProtocolVersion version)
    {
        var fields = new FieldReader(body);
        var id = fields.ReadPacketId();
        if (version == ProtocolVersion.V5)
        {
            var properties = new PropertyReader(fields.Take(fields.ReadVariableInteger()), PropertySet.Subscribe);
            while (properties.MoveNext())
            {
                RefuseIdentifier(properties.Id);
            }
        }

        var requests = new List<SubscriptionRequest>();
        while (!fields.IsAtEnd)
        {
            requests.Add(SubscriptionRequest.Read(ref fields, version));
        }

        if (requests.Count == 0)
        {
            MqttProtocolException.ThrowProtocolError("A SUBSCRIBE names no topic filter.");
        }

        return new SubscribePacket(id, requests);
    }

    private static void RefuseIdentifier(PropertyId id)
    {
        if (id == PropertyId.SubscriptionIdentifier)
        {
            throw new MqttProtocolException(
                ReasonCode.SubscriptionIdentifiersNotSupported, "Subscription identifiers are not in this version.");
        }
    }
}
