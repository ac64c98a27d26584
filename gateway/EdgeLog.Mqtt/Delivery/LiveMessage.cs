namespace EdgeLog.Mqtt;

/// <summary>A message on its way to subscribers, as a view over a record or a received packet.</summary>
internal ref struct LiveMessage
{
    public ReadOnlySpan<byte> Topic { get; set; }

    public ReadOnlySpan<byte> Payload { get; set; }

    /// <summary>The MQTT 5 property block towards subscribers, without expiry and without its length.</summary>
    public ReadOnlySpan<byte> Properties { get; set; }

    public QualityOfService QualityOfService { get; set; }

    public bool IsRetained { get; set; }

    /// <summary>Seconds the message has left, or null for ever.</summary>
    public uint? ExpirySeconds { get; set; }

    /// <summary>The publisher's client identifier where it is known, for "no local"; else empty.</summary>
    public ReadOnlySpan<byte> Client { get; set; }
}
