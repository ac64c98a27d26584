namespace EdgeLog.Mqtt;

/// <summary>An UNSUBSCRIBE (MQTT 5, 3.10).</summary>
internal sealed record UnsubscribePacket(ushort PacketId, IReadOnlyList<string> Filters)
{
    public static UnsubscribePacket Read(ReadOnlySpan<byte> body, ProtocolVersion version)
    {
        var fields = new FieldReader(body);
        var id = fields.ReadPacketId();
        if (version == ProtocolVersion.V5)
        {
            var properties = new PropertyReader(fields.Take(fields.ReadVariableInteger()), PropertySet.Unsubscribe);
            while (properties.MoveNext())
            {
            }
        }

        var filters = new List<string>();
        while (!fields.IsAtEnd)
        {
            filters.Add(TopicFilter.ReadFilter(ref fields));
        }

        if (filters.Count == 0)
        {
            MqttProtocolException.ThrowProtocolError("An UNSUBSCRIBE names no topic filter.");
        }

        return new UnsubscribePacket(id, filters);
    }
}
