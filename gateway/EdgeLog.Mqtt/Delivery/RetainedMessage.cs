namespace EdgeLog.Mqtt;

/// <summary>The last message of a topic that was published with the retain flag.</summary>
internal sealed record RetainedMessage
{
    public required byte[] Topic { get; init; }

    public required byte[] Payload { get; init; }

    /// <summary>The property block towards subscribers.</summary>
    public required byte[] Properties { get; init; }

    public required QualityOfService QualityOfService { get; init; }

    /// <summary>Seconds it lives from <see cref="ReceivedAt"/> on, or null for ever.</summary>
    public required uint? ExpirySeconds { get; init; }

    /// <summary>A monotonic time stamp.</summary>
    public required long ReceivedAt { get; init; }

    public required string[] Levels { get; init; }

    public int SizeBytes => Topic.Length + Payload.Length + Properties.Length;
}
