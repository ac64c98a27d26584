using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups.Classic;

/// <summary>
/// Members as such: who they are, that they live, that they go. The coordinator's loop's.
/// </summary>
internal sealed class ClassicMembers(GroupCoordinator coordinator, ClassicRebalance rebalance)
{
    /// <summary>A member as its JoinGroup describes it, waiting for the answer.</summary>
    public ClassicMember Create(string groupId, string memberId, JoinCall call)
    {
        var member = new ClassicMember
        {
            Id = memberId,
            InstanceId = call.Request.GroupInstanceId,
            ClientId = call.Client.Id,
            ClientHost = call.Client.Host,
            Session = SessionOf(groupId, memberId),
        };
        member.Update(call);
        return member;
    }

    /// <summary>The timer of a member's session.</summary>
    public GroupTimer SessionOf(string groupId, string memberId) =>
        new(coordinator.Timers, groupId, () => OnSilent(groupId, memberId));

    /// <summary>Gives out an id to join with; taken back where nobody does.</summary>
    public void GiveId(ClassicGroup group, string memberId, TimeSpan sessionTimeout)
    {
        var timer = new GroupTimer(coordinator.Timers, group.Id, () => TakeIdBack(group, memberId));
        group.Pending.Add(memberId, timer);
        timer.Start(sessionTimeout);
    }

    public ErrorCode Heartbeat(HeartbeatRequest request)
    {
        if (coordinator.Table.Find(request.GroupId)?.Classic is not { } group)
        {
            return ErrorCode.UnknownMemberId;
        }

        if (group.Validate(request.MemberId, request.GroupInstanceId) is var error and not ErrorCode.None)
        {
            return error;
        }

        if (request.GenerationId != group.GenerationId)
        {
            return ErrorCode.IllegalGeneration;
        }

        var member = group.Find(request.MemberId)!;
        member.Session.Start(member.SessionTimeout);
        return group.State == ClassicGroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    /// <summary>Takes one member out; an administrator names a static one without its member id.</summary>
    public ErrorCode Leave(string groupId, string memberId, string? instanceId)
    {
        if (coordinator.Table.Find(groupId) is not { } group)
        {
            return ErrorCode.UnknownMemberId;
        }

        var classic = group.Classic;
        if (classic.Pending.Remove(memberId, out var timer))
        {
            timer.Stop();
            rebalance.CompleteIfAllJoined(classic);
            coordinator.Table.RemoveIfVain(group);
            return ErrorCode.None;
        }

        var member = memberId.Length == 0 && instanceId is not null
            ? classic.FindStatic(instanceId)
            : classic.Find(memberId);
        var error = member is null && memberId.Length == 0
            ? ErrorCode.UnknownMemberId
            : classic.Validate(member?.Id ?? memberId, instanceId);
        if (error == ErrorCode.None)
        {
            Remove(classic, member!);
        }

        return error;
    }

    private void OnSilent(string groupId, string memberId)
    {
        if (coordinator.Table.Find(groupId)?.Classic is not { } group || group.Find(memberId) is not { } member)
        {
            return;
        }

        if (!member.IsNew && (member.Joining is not null || member.Syncing is not null))
        {
            // It waits for us, not we for it.
            member.Session.Start(member.SessionTimeout);
            return;
        }

        Remove(group, member);
    }

    private void Remove(ClassicGroup group, ClassicMember member)
    {
        member.AnswerJoin(JoinAnswers.Failed(member.Id, ErrorCode.UnknownMemberId));
        member.AnswerSync(JoinAnswers.Failed(ErrorCode.UnknownMemberId));
        group.Remove(member);
        rebalance.OnMembersChanged(group);
    }

    private void TakeIdBack(ClassicGroup group, string memberId)
    {
        group.Pending.Remove(memberId);
        rebalance.CompleteIfAllJoined(group);
        if (coordinator.Table.Find(group.Id) is { } known)
        {
            coordinator.Table.RemoveIfVain(known);
        }
    }
}
