namespace EdgeLog.Kafka.Groups.Classic;

/// <summary>Where a group of the classic protocol is between two generations; the names are Kafka's.</summary>
internal enum ClassicGroupState
{
    /// <summary>No members; perhaps offsets.</summary>
    Empty,

    /// <summary>Waiting for all members to join.</summary>
    PreparingRebalance,

    /// <summary>Waiting for the leader's assignment.</summary>
    CompletingRebalance,

    /// <summary>Every member has its assignment.</summary>
    Stable,
}
