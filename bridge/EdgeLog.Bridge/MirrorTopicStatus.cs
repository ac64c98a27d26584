namespace EdgeLog.Bridge;

/// <summary>A topic that waits while others go on.</summary>
public sealed record MirrorTopicStatus
{
    /// <summary>The topic here.</summary>
    public required string Topic { get; init; }

    /// <summary>Its name in the target.</summary>
    public required string Target { get; init; }

    /// <summary>Kafka's name of the error, such as <c>TOPIC_AUTHORIZATION_FAILED</c>.</summary>
    public required string Error { get; init; }

    /// <summary>What happened, in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it.</summary>
    public required string Fix { get; init; }

    /// <summary>How many records wait.</summary>
    public required long BacklogRecords { get; init; }
}
