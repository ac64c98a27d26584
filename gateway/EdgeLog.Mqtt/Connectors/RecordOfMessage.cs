using System.Globalization;
using System.Text;
using EdgeLog.Connect;

namespace EdgeLog.Mqtt;

/// <summary>
/// Makes a record of a message from another broker, with the same headers in the same order as one of a device.
/// </summary>
internal static class RecordOfMessage
{
    /// <summary>Fills <paramref name="record"/>; the bytes are copies.</summary>
    public static void Fill(
        RawRecord record, in PublishPacket packet, scoped in MessageProperties properties, RoutePlan plan)
    {
        record.Topic = TopicNames.IsAllowed(plan.Topic) ? plan.Topic : TopicNames.Unrouted;
        record.Key = plan.Key;
        record.Value = packet.Payload.ToArray();
        var headers = new RawHeaders(record.Headers);
        headers.Add(HeaderNames.Topic, packet.Topic);
        headers.Add(HeaderNames.Qos, [(byte)('0' + (int)packet.QualityOfService)]);
        if (packet.IsRetained)
        {
            headers.Add(HeaderNames.Retain, "1"u8);
        }

        AddProperties(headers, properties);
        foreach (var header in plan.Headers)
        {
            headers.Add(header.Name, header.Value);
        }

        // Last, so that nobody puts one of its own before ours: readers take the first of a name.
        var reader = properties.ReadAgain();
        while (properties.UserPropertyCount > 0 && reader.MoveNext())
        {
            if (reader.Id == PropertyId.UserProperty)
            {
                headers.Add(reader.Bytes, reader.UserValue);
            }
        }
    }

    private static void AddProperties(RawHeaders headers, scoped in MessageProperties properties)
    {
        if (properties.HasContentType)
        {
            headers.Add(HeaderNames.ContentType, properties.ContentType);
        }

        if (properties.IsPayloadText)
        {
            headers.Add(HeaderNames.PayloadFormat, "1"u8);
        }

        if (properties.HasResponseTopic)
        {
            headers.Add(HeaderNames.ResponseTopic, properties.ResponseTopic);
        }

        if (properties.HasCorrelationData)
        {
            headers.Add(HeaderNames.CorrelationData, properties.CorrelationData);
        }

        if (properties.ExpirySeconds is { } seconds)
        {
            headers.Add(
                HeaderNames.MessageExpiry, Encoding.UTF8.GetBytes(seconds.ToString(CultureInfo.InvariantCulture)));
        }
    }
}
