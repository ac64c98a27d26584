namespace EdgeLog.Kafka.Groups.Consumer;

/// <summary>How far a member is on its way to the target; the numbers are those of its record.</summary>
internal enum ConsumerMemberState : sbyte
{
    /// <summary>It has what it is to have.</summary>
    Stable = 0,

    /// <summary>It still has partitions that it is to give up.</summary>
    UnrevokedPartitions = 1,

    /// <summary>Others still have partitions that it is to get.</summary>
    UnreleasedPartitions = 2,
}
