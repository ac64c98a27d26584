namespace EdgeLog.Mqtt;

/// <summary>
/// The headers that carry an MQTT message's properties on its record; user properties keep their own names.
/// </summary>
internal static class HeaderNames
{
    public static ReadOnlySpan<byte> Prefix => "mqtt."u8;

    /// <summary>The MQTT topic, UTF-8. Always there, and first.</summary>
    public static ReadOnlySpan<byte> Topic => "mqtt.topic"u8;

    /// <summary><c>0</c>, <c>1</c> or <c>2</c>. Always there, and second.</summary>
    public static ReadOnlySpan<byte> Qos => "mqtt.qos"u8;

    /// <summary><c>1</c> where the retain flag was set; else absent.</summary>
    public static ReadOnlySpan<byte> Retain => "mqtt.retain"u8;

    public static ReadOnlySpan<byte> ContentType => "mqtt.content.type"u8;

    /// <summary><c>1</c>: the payload is UTF-8 text; else absent.</summary>
    public static ReadOnlySpan<byte> PayloadFormat => "mqtt.payload.format"u8;

    public static ReadOnlySpan<byte> ResponseTopic => "mqtt.response.topic"u8;

    public static ReadOnlySpan<byte> CorrelationData => "mqtt.correlation.data"u8;

    /// <summary>Seconds from the record's time on, as decimal text.</summary>
    public static ReadOnlySpan<byte> MessageExpiry => "mqtt.message.expiry"u8;

    /// <summary>The publisher, only where it has a subscription with "no local", which needs it.</summary>
    public static ReadOnlySpan<byte> Client => "mqtt.client"u8;
}
