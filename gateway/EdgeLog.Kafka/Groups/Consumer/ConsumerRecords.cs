using EdgeLog.Kafka.Groups.Records;
using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups.Consumer;

/// <summary>Groups of the new protocol as records.</summary>
internal static class ConsumerRecords
{
    public static GroupRecord OfEpoch(string groupId, int epoch, long metadataHash) => new(
        new(GroupRecordType.ConsumerGroupMetadata, groupId),
        new ConsumerGroupMetadataValue { Epoch = epoch, MetadataHash = metadataHash });

    public static GroupRecord OfDescription(string groupId, ConsumerMember member) => new(
        new(GroupRecordType.ConsumerGroupMemberMetadata, groupId, member.Id),
        new ConsumerGroupMemberMetadataValue
        {
            InstanceId = member.InstanceId,
            RackId = member.RackId,
            ClientId = member.ClientId,
            ClientHost = member.ClientHost,
            SubscribedTopicNames = [.. member.Topics],
            SubscribedTopicRegex = member.Pattern,
            RebalanceTimeoutMs = (int)member.RebalanceTimeout.TotalMilliseconds,
            ServerAssignor = member.Assignor,
        });

    public static GroupRecord OfTarget(string groupId, string memberId, IEnumerable<TopicIdPartition> target) => new(
        new(GroupRecordType.ConsumerGroupTargetAssignmentMember, groupId, memberId),
        new ConsumerGroupTargetAssignmentMemberValue { TopicPartitions = TopicIdPartition.Write(target) });

    public static GroupRecord OfTargetEpoch(string groupId, int epoch) => new(
        new(GroupRecordType.ConsumerGroupTargetAssignmentMetadata, groupId),
        new ConsumerGroupTargetAssignmentMetadataValue { AssignmentEpoch = epoch });

    public static GroupRecord OfCurrent(string groupId, ConsumerMember member) => new(
        new(GroupRecordType.ConsumerGroupCurrentMemberAssignment, groupId, member.Id),
        new ConsumerGroupCurrentMemberAssignmentValue
        {
            MemberEpoch = member.Epoch,
            PreviousMemberEpoch = member.PreviousEpoch,
            State = (sbyte)member.State,
            AssignedPartitions = TopicIdPartition.Write(member.Assigned),
            PartitionsPendingRevocation = TopicIdPartition.Write(member.PendingRevocation),
        });

    /// <summary>That a member is gone.</summary>
    public static IEnumerable<GroupRecord> Tombstones(string groupId, string memberId) =>
    [
        new(new(GroupRecordType.ConsumerGroupCurrentMemberAssignment, groupId, memberId), null),
        new(new(GroupRecordType.ConsumerGroupTargetAssignmentMember, groupId, memberId), null),
        new(new(GroupRecordType.ConsumerGroupMemberMetadata, groupId, memberId), null),
    ];

    /// <summary>That a group without members is gone.</summary>
    public static IEnumerable<GroupRecord> Tombstones(string groupId) =>
    [
        new(new(GroupRecordType.ConsumerGroupTargetAssignmentMetadata, groupId), null),
        new(new(GroupRecordType.ConsumerGroupMetadata, groupId), null),
    ];

    public static ConsumerMember Describe(ConsumerMember member, ConsumerGroupMemberMetadataValue value) =>
        member with
        {
            InstanceId = value.InstanceId,
            RackId = value.RackId,
            ClientId = value.ClientId,
            ClientHost = value.ClientHost,
            Topics = value.SubscribedTopicNames,
            Pattern = value.SubscribedTopicRegex,
            RebalanceTimeout = TimeSpan.FromMilliseconds(Math.Max(value.RebalanceTimeoutMs, 0)),
            Assignor = value.ServerAssignor,
        };

    public static ConsumerMember Assign(ConsumerMember member, ConsumerGroupCurrentMemberAssignmentValue value) =>
        member with
        {
            Epoch = value.MemberEpoch,
            PreviousEpoch = value.PreviousMemberEpoch,
            State = (ConsumerMemberState)value.State,
            Assigned = TopicIdPartition.Read(value.AssignedPartitions),
            PendingRevocation = TopicIdPartition.Read(value.PartitionsPendingRevocation),
        };
}
