namespace EdgeLog.Storage.Tests;

/// <summary>What a step of a model run does.</summary>
internal enum StepKind
{
    /// <summary>Appends loose records.</summary>
    Run,

    /// <summary>Appends a producer's batch, in any codec.</summary>
    Batch,

    /// <summary>Appends the next batch of an idempotent producer, sometimes under its next epoch.</summary>
    Idempotent,

    /// <summary>Sends a batch of an idempotent producer again, or one that leaves a sequence number out.</summary>
    Judged,

    /// <summary>Appends to several partitions what stands or falls together.</summary>
    Together,

    /// <summary>Appends many things to all partitions without waiting in between.</summary>
    Burst,

    /// <summary>Lets time pass, so that the next appends go to new segments.</summary>
    Wait,

    /// <summary>Compacts what is due.</summary>
    Compact,

    /// <summary>Lets time pass, and lets go what is past its retention.</summary>
    Expire,

    /// <summary>Reads everything, and asks for times.</summary>
    Read,

    /// <summary>Stops cleanly and opens again.</summary>
    Stop,

    /// <summary>Ends the process at once and opens again.</summary>
    Kill,

    /// <summary>Cuts the power and opens again.</summary>
    CutPower,

    /// <summary>Makes one of the next writes, flushes or changes of names fail, or the power go at it.</summary>
    Fault,
}
