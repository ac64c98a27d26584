using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups.Classic;

/// <summary>
/// Groups whose members assign among themselves, as Kafka has had them since 0.9. The coordinator's loop's.
/// </summary>
internal sealed class ClassicGroups
{
    private readonly GroupCoordinator _coordinator;
    private readonly ClassicJoin _join;
    private readonly ClassicSync _sync;

    public ClassicGroups(GroupCoordinator coordinator)
    {
        _coordinator = coordinator;
        var rebalance = new ClassicRebalance(coordinator);
        Members = new ClassicMembers(coordinator, rebalance);
        _join = new ClassicJoin(coordinator, rebalance, Members);
        _sync = new ClassicSync(coordinator, rebalance);
    }

    public ClassicMembers Members { get; }

    public void Join(JoinCall call) => _join.Join(call);

    public void Sync(SyncGroupRequest request, TaskCompletionSource<SyncGroupResponse> answer) =>
        _sync.Sync(request, answer);

    /// <summary>Whether whoever commits offsets may do so.</summary>
    public static ErrorCode ValidateCommit(ClassicGroup group, OffsetCommitRequest request)
    {
        var generation = request.GenerationIdOrMemberEpoch;
        var isMember = generation >= 0 || request.MemberId.Length > 0 || request.GroupInstanceId is not null;
        if (!isMember || (generation < 0 && group.State == ClassicGroupState.Empty))
        {
            return group.State == ClassicGroupState.Empty ? ErrorCode.None : ErrorCode.UnknownMemberId;
        }

        if (group.Validate(request.MemberId, request.GroupInstanceId) is var error and not ErrorCode.None)
        {
            return error;
        }

        if (generation != group.GenerationId)
        {
            return ErrorCode.IllegalGeneration;
        }

        var member = group.Find(request.MemberId)!;
        member.Session.Start(member.SessionTimeout);
        return group.State == ClassicGroupState.CompletingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    /// <summary>Puts a group back as its last record has it; its members have a session's time to be heard.</summary>
    public void Load(string id, GroupMetadataValue value, TimeSpan age)
    {
        var group = _coordinator.Table.GetOrAdd(id).Classic;
        group.ProtocolType = value.ProtocolType.Length > 0 ? value.ProtocolType : null;
        group.GenerationId = value.Generation;
        group.Protocol = value.Protocol;
        group.State = value.Members.Count == 0 ? ClassicGroupState.Empty : ClassicGroupState.Stable;
        group.EmptySince = _coordinator.Timers.Now - age;
        foreach (var stored in value.Members)
        {
            var member = new ClassicMember
            {
                Id = stored.MemberId,
                InstanceId = stored.GroupInstanceId,
                ClientId = stored.ClientId,
                ClientHost = stored.ClientHost,
                SessionTimeout = TimeSpan.FromMilliseconds(stored.SessionTimeout),
                RebalanceTimeout = TimeSpan.FromMilliseconds(Math.Max(stored.RebalanceTimeout, 0)),
                Protocols = [new() { Name = value.Protocol ?? "", Metadata = stored.Subscription }],
                Assignment = stored.Assignment,
                HasSynced = true,
                Session = Members.SessionOf(id, stored.MemberId),
            };
            group.Add(member);
            member.Session.Start(member.SessionTimeout);
        }

        group.LeaderId = value.Leader;
    }

    public static DescribeGroupsResponse.Group Describe(ClassicGroup group) => new()
    {
        GroupId = group.Id,
        GroupState = group.State.ToString(),
        ProtocolType = group.ProtocolType ?? "",
        ProtocolData = group.State == ClassicGroupState.Stable ? group.Protocol ?? "" : "",
        Members =
        [
            .. group.Members.Select(member => new DescribeGroupsResponse.Member
            {
                MemberId = member.Id,
                GroupInstanceId = member.InstanceId,
                ClientId = member.ClientId,
                ClientHost = member.ClientHost,
                MemberMetadata = group.State == ClassicGroupState.Stable ? member.MetadataFor(group.Protocol) : default,
                MemberAssignment = member.Assignment,
            }),
        ],
    };
}
