namespace EdgeLog.Connect;

/// <summary>What became of a record in a <see cref="RecordPipeline"/>.</summary>
public enum PipelineOutcome
{
    /// <summary>It goes on, to the topic the output names.</summary>
    Passed,

    /// <summary>
    /// A transform dropped it on purpose: there is nothing to append, and its source may be acknowledged.
    /// </summary>
    Dropped,

    /// <summary>
    /// It was rejected: the output is the original, addressed to the dead-letter topic with the reason in its headers.
    /// Append
    /// it like any other, and acknowledge the source only then.
    /// </summary>
    DeadLettered,
}
