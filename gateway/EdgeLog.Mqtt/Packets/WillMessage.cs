namespace EdgeLog.Mqtt;

/// <summary>What a client wants said when it goes without a word (MQTT 5, 3.1.2.5).</summary>
internal sealed record WillMessage
{
    public required byte[] Topic { get; init; }

    public required byte[] Payload { get; init; }

    /// <summary>The checked property block; empty in MQTT 3.1.1.</summary>
    public required byte[] Properties { get; init; }

    public required QualityOfService QualityOfService { get; init; }

    public required bool IsRetained { get; init; }

    /// <summary>How long after the connection's end it is said, unless the client is back by then.</summary>
    public uint DelaySeconds { get; init; }
}
