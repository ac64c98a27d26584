namespace EdgeLog.Storage;

/// <summary>Why records that the log accepted, or was offered, are not in it.</summary>
public enum GapReason
{
    /// <summary>Dropped because the byte budget was reached, before every mirror had them.</summary>
    Overflow,

    /// <summary>Past retention before every mirror had them.</summary>
    Expired,

    /// <summary>Damaged on the disk, and kept apart.</summary>
    Damaged,

    /// <summary>Offered at QoS 0 and refused; they never had offsets.</summary>
    Refused,

    /// <summary>No loss: every mirror had them when they were dropped or expired.</summary>
    Mirrored,

    /// <summary>No loss: past the retention that the topic was given, and no mirror wants them.</summary>
    Retention,

    /// <summary>No loss that is known: gone before this directory kept accounts.</summary>
    Unaccounted,
}
