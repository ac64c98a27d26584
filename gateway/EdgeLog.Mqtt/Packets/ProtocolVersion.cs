namespace EdgeLog.Mqtt;

/// <summary>The protocol level a client named in its CONNECT.</summary>
internal enum ProtocolVersion
{
    /// <summary>MQTT 3.1.1.</summary>
    V311 = 4,

    /// <summary>MQTT 5.0.</summary>
    V5 = 5,
}
