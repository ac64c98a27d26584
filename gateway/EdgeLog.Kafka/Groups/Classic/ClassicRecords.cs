using EdgeLog.Kafka.Groups.Records;
using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups.Classic;

/// <summary>Generations of the classic protocol as records.</summary>
internal static class ClassicRecords
{
    /// <summary>The group as it is, with these assignments.</summary>
    public static GroupRecord Of(
        ClassicGroup group, DateTimeOffset now, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> assignments) =>
        new(KeyOf(group.Id), new GroupMetadataValue
        {
            ProtocolType = group.ProtocolType ?? "",
            Generation = group.GenerationId,
            Protocol = group.Protocol,
            Leader = group.Protocol is null ? null : group.LeaderId,
            CurrentStateTimestamp = now.ToUnixTimeMilliseconds(),
            Members =
            [
                .. group.Members.Select(member => new GroupMetadataValue.Member
                {
                    MemberId = member.Id,
                    GroupInstanceId = member.InstanceId,
                    ClientId = member.ClientId,
                    ClientHost = member.ClientHost,
                    RebalanceTimeout = (int)member.RebalanceTimeout.TotalMilliseconds,
                    SessionTimeout = (int)member.SessionTimeout.TotalMilliseconds,
                    Subscription = member.MetadataFor(group.Protocol),
                    Assignment = assignments.GetValueOrDefault(member.Id),
                }),
            ],
        });

    /// <summary>That the group is gone.</summary>
    public static GroupRecord Tombstone(string groupId) => new(KeyOf(groupId), null);

    private static GroupRecordKey KeyOf(string groupId) => new(GroupRecordType.GroupMetadata, groupId);
}
