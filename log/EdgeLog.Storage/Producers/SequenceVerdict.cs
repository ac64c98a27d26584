namespace EdgeLog.Storage;

/// <summary>What to do with a batch of an idempotent producer.</summary>
internal enum SequenceVerdict
{
    /// <summary>Append it.</summary>
    Accept,

    /// <summary>It is there already: answer as for the original.</summary>
    Repeat,

    /// <summary>One before it is missing.</summary>
    OutOfOrder,

    /// <summary>A younger epoch of the same producer has appended.</summary>
    StaleEpoch,
}
