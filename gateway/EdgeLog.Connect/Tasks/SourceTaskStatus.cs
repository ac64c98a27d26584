namespace EdgeLog.Connect;

/// <summary>A source task as of now.</summary>
/// <param name="Name">The task's name.</param>
/// <param name="State">What it is doing.</param>
public sealed record SourceTaskStatus(string Name, SourceTaskState State)
{
    /// <summary>Records appended since the start, dead letters included.</summary>
    public long RecordCount { get; init; }

    /// <summary>Records that went to the dead-letter topic.</summary>
    public long DeadLetterCount { get; init; }

    /// <summary>Records that transforms dropped on purpose.</summary>
    public long DroppedCount { get; init; }

    /// <summary>What is wrong; null where nothing is.</summary>
    public string? Error { get; init; }

    /// <summary>When it is tried again; null where nothing is wrong.</summary>
    public DateTimeOffset? NextRetry { get; init; }
}
