namespace EdgeLog.Connect;

/// <summary>A task as of now.</summary>
/// <param name="Name">The task's name.</param>
/// <param name="State">What it is doing.</param>
public sealed record WorkerTaskStatus(string Name, WorkerTaskState State)
{
    /// <summary>
    /// Records since the start: appended by a source, dead letters included; taken by the other side from a sink.
    /// </summary>
    public long RecordCount { get; init; }

    /// <summary>Records that went to the dead-letter topic.</summary>
    public long DeadLetterCount { get; init; }

    /// <summary>Records that transforms dropped on purpose.</summary>
    public long DroppedCount { get; init; }

    /// <summary>Records that a sink has still to hand over; 0 for a source.</summary>
    public long LagCount { get; init; }

    /// <summary>Records that the log let go before a sink had handed them over; 0 for a source.</summary>
    public long GapCount { get; init; }

    /// <summary>What is wrong; null where nothing is.</summary>
    public string? Error { get; init; }

    /// <summary>When it is tried again; null where nothing is wrong.</summary>
    public DateTimeOffset? NextRetry { get; init; }
}
