namespace EdgeLog.Mqtt;

/// <summary>One topic filter of a SUBSCRIBE with its options (MQTT 5, 3.8.3.1).</summary>
internal readonly record struct SubscriptionRequest(
    string Filter, QualityOfService QualityOfService, bool IsNoLocal, bool IsRetainAsPublished, int RetainHandling)
{
    public static SubscriptionRequest Read(ref FieldReader fields, ProtocolVersion version)
    {
        var filter = TopicFilter.ReadFilter(ref fields);
        var options = fields.ReadByte();
        var reserved = version == ProtocolVersion.V5 ? 0xC0 : 0xFC;
        var handling = (options >> 4) & 3;
        if ((options & reserved) != 0 || (options & 3) == 3 || handling == 3)
        {
            MqttProtocolException.ThrowMalformed($"The options of a subscription, 0x{options:X2}, are not valid.");
        }

        return new SubscriptionRequest(
            filter, (QualityOfService)(options & 3), (options & 4) != 0, (options & 8) != 0, handling);
    }
}
