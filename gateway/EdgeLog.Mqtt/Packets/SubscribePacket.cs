namespace EdgeLog.Mqtt;

/// <summary>A SUBSCRIBE (MQTT 5, 3.8); its identifier is 0 where it has none.</summary>
internal sealed record SubscribePacket(
    ushort PacketId, uint Identifier, IReadOnlyList<SubscriptionRequest> Requests)
{
    public static SubscribePacket Read(ReadOnlySpan<byte> body, ProtocolVersion version)
    {
        var fields = new FieldReader(body);
        var id = fields.ReadPacketId();
        uint identifier = 0;
        if (version == ProtocolVersion.V5)
        {
            var properties = new PropertyReader(fields.Take(fields.ReadVariableInteger()), PropertySet.Subscribe);
            while (properties.MoveNext())
            {
                identifier = properties.Id == PropertyId.SubscriptionIdentifier ? properties.Number : identifier;
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

        return new SubscribePacket(id, identifier, requests);
    }
}
