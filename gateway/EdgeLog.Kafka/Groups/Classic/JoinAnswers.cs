using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups.Classic;

/// <summary>What JoinGroup and SyncGroup are answered.</summary>
internal static class JoinAnswers
{
    public static JoinGroupResponse Failed(string memberId, ErrorCode error) =>
        new() { MemberId = memberId, ErrorCode = error, ProtocolName = null };

    public static SyncGroupResponse Failed(ErrorCode error) => new() { ErrorCode = error };

    /// <summary>The generation, and for the leader everything it needs to assign.</summary>
    public static JoinGroupResponse Joined(ClassicGroup group, ClassicMember member) => new()
    {
        GenerationId = group.GenerationId,
        ProtocolType = group.ProtocolType,
        ProtocolName = group.Protocol,
        Leader = group.LeaderId ?? "",
        MemberId = member.Id,
        Members = member.Id == group.LeaderId ? MembersOf(group) : [],
    };

    public static SyncGroupResponse Synced(ClassicGroup group, ClassicMember member) => new()
    {
        ProtocolType = group.ProtocolType,
        ProtocolName = group.Protocol,
        Assignment = member.Assignment,
    };

    public static List<JoinGroupResponse.Member> MembersOf(ClassicGroup group) =>
    [
        .. group.Members.Select(member => new JoinGroupResponse.Member
        {
            MemberId = member.Id,
            GroupInstanceId = member.InstanceId,
            Metadata = member.MetadataFor(group.Protocol),
        }),
    ];
}
