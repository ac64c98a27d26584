namespace EdgeLog.Kafka.Groups.Records;

/// <summary>What a record of <c>__consumer_offsets</c> is about: the first two bytes of its key.</summary>
internal enum GroupRecordType : short
{
    /// <summary>A committed offset, as brokers before 0.9 wrote it.</summary>
    LegacyOffsetCommit = 0,

    /// <summary>A committed offset.</summary>
    OffsetCommit = 1,

    /// <summary>A generation of a group of the classic protocol.</summary>
    GroupMetadata = 2,

    /// <summary>The epoch of a group of the new protocol.</summary>
    ConsumerGroupMetadata = 3,

    /// <summary>What a member of such a group wants.</summary>
    ConsumerGroupMemberMetadata = 5,

    /// <summary>The epoch of such a group's target assignment.</summary>
    ConsumerGroupTargetAssignmentMetadata = 6,

    /// <summary>What a member is to get.</summary>
    ConsumerGroupTargetAssignmentMember = 7,

    /// <summary>What a member has.</summary>
    ConsumerGroupCurrentMemberAssignment = 8,
}
