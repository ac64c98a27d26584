using EdgeLog.Kafka.Groups.Consumer;
using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups.Classic;

/// <summary>Lets members join: new ones, ones that come again, static ones that come back. The coordinator's
/// loop's.</summary>
internal sealed class ClassicJoin(GroupCoordinator coordinator, ClassicRebalance rebalance, ClassicMembers members)
{
    /// <summary>From this version on a leader can be told to skip the assignment.</summary>
    private const short SkipAssignmentVersion = 9;

    /// <summary>Joins; the answer comes when the generation is complete, or at once.</summary>
    public void Join(JoinCall call)
    {
        var request = call.Request;
        if (Refuse(request) is { } refused)
        {
            call.Fail(refused);
            return;
        }

        var group = coordinator.Table.GetOrAdd(request.GroupId);
        if (group.Consumer is { } consumer)
        {
            JoinOther(group, consumer, call);
            return;
        }

        if (HasNoRoom(group.Classic, request))
        {
            call.Fail(ErrorCode.GroupMaxSizeReached);
        }
        else if (!group.Classic.Accepts(request.ProtocolType, request.Protocols))
        {
            call.Fail(ErrorCode.InconsistentGroupProtocol);
        }
        else if (request.MemberId.Length == 0)
        {
            JoinNew(group.Classic, call);
        }
        else
        {
            JoinKnown(group.Classic, call);
        }

        coordinator.Table.RemoveIfVain(group);
    }

    private ErrorCode? Refuse(JoinGroupRequest request)
    {
        var limits = coordinator.Limits;
        var session = TimeSpan.FromMilliseconds(request.SessionTimeoutMs);
        if (request.GroupId.Length == 0)
        {
            return ErrorCode.InvalidGroupId;
        }

        if (session < limits.SessionTimeoutMin || session > limits.SessionTimeoutMax)
        {
            return ErrorCode.InvalidSessionTimeout;
        }

        if (coordinator.Table.Find(request.GroupId) is not null)
        {
            return null;
        }

        if (coordinator.Table.Groups.Count >= limits.GroupsMax)
        {
            return ErrorCode.GroupMaxSizeReached;
        }

        return request.MemberId.Length > 0 ? ErrorCode.UnknownMemberId : null;
    }

    /// <summary>A group of the new protocol becomes one of the classic protocol, if nobody is in it.</summary>
    private void JoinOther(Group group, ConsumerGroup consumer, JoinCall call)
    {
        if (consumer.Members.Count > 0)
        {
            call.Fail(ErrorCode.InconsistentGroupProtocol);
            return;
        }

        coordinator.WriteHeld(group.Id, [.. ConsumerRecords.Tombstones(group.Id)], isDurable =>
        {
            if (isDurable)
            {
                Join(call);
            }
            else
            {
                call.Fail(ErrorCode.CoordinatorNotAvailable);
            }
        });
    }

    private bool HasNoRoom(ClassicGroup group, JoinGroupRequest request)
    {
        var existing = group.Find(request.MemberId);
        var isFull = existing is null && !group.Pending.ContainsKey(request.MemberId)
            && group.Members.Count + group.Pending.Count >= coordinator.Limits.GroupSizeMax;
        var added = ClassicMember.SizeOf(request.Protocols) - (existing is null ? 0 : existing.SizeBytes);
        return (isFull && !IsReturning(group, request))
            || (added > 0 && coordinator.Table.MemberBytes + added > coordinator.Limits.MemberBytesMax);
    }

    private static bool IsReturning(ClassicGroup group, JoinGroupRequest request) =>
        request.GroupInstanceId is { } instanceId && group.FindStatic(instanceId) is not null;

    private void JoinNew(ClassicGroup group, JoinCall call)
    {
        var prefix = call.Request.GroupInstanceId ?? call.Client.Id;
        var memberId = $"{prefix}-{Guid.NewGuid()}";
        if (call.Request.GroupInstanceId is { } instanceId)
        {
            if (group.FindStatic(instanceId) is { } old)
            {
                ComeBack(group, old, members.Create(group.Id, memberId, call), call);
                return;
            }
        }
        else if (call.MustKnowItsId)
        {
            members.GiveId(group, memberId, TimeSpan.FromMilliseconds(call.Request.SessionTimeoutMs));
            call.Answer.TrySetResult(JoinAnswers.Failed(memberId, ErrorCode.MemberIdRequired));
            return;
        }

        Add(group, memberId, call);
    }

    private void JoinKnown(ClassicGroup group, JoinCall call)
    {
        var request = call.Request;
        if (request.GroupInstanceId is null && group.Pending.Remove(request.MemberId, out var timer))
        {
            timer.Stop();
            Add(group, request.MemberId, call);
            return;
        }

        if (group.Validate(request.MemberId, request.GroupInstanceId) is var error and not ErrorCode.None)
        {
            call.Fail(error);
            return;
        }

        var member = group.Find(request.MemberId)!;
        var isUnchanged = member.HasSame(request.Protocols);
        switch (group.State)
        {
            case ClassicGroupState.CompletingRebalance when isUnchanged:
                // It did not get the answer and asks again.
                call.Answer.TrySetResult(JoinAnswers.Joined(group, member));
                break;
            case ClassicGroupState.Stable when isUnchanged && member.Id != group.LeaderId:
                call.Answer.TrySetResult(JoinAnswers.Joined(group, member));
                break;
            case ClassicGroupState.Empty:
                call.Fail(ErrorCode.UnknownMemberId);
                break;
            default:
                member.Update(call);
                rebalance.OnMembersChanged(group);
                break;
        }
    }

    private void Add(ClassicGroup group, string memberId, JoinCall call)
    {
        var member = members.Create(group.Id, memberId, call);
        member.IsNew = true;
        member.Session.Start(coordinator.Limits.NewMemberWait);
        if (group.Members.Count == 0)
        {
            group.ProtocolType = call.Request.ProtocolType;
        }

        group.Add(member);
        group.HasNewMember = true;
        rebalance.OnMembersChanged(group);
    }

    /// <summary>A static member was started again: it takes its own place, where that goes without a rebalance.
    /// </summary>
    private void ComeBack(ClassicGroup group, ClassicMember old, ClassicMember member, JoinCall call)
    {
        var leaderBefore = group.LeaderId;
        old.AnswerJoin(JoinAnswers.Failed(old.Id, ErrorCode.FencedInstanceId));
        old.AnswerSync(JoinAnswers.Failed(ErrorCode.FencedInstanceId));
        member.Assignment = old.Assignment;
        member.HasSynced = old.HasSynced;
        group.Replace(old, member);
        member.Session.Start(member.SessionTimeout);
        if (group.State != ClassicGroupState.Stable || group.ChooseProtocol() != group.Protocol)
        {
            rebalance.OnMembersChanged(group);
            return;
        }

        var assignments = group.Members.ToDictionary(one => one.Id, one => one.Assignment);
        var record = ClassicRecords.Of(group, coordinator.Time.GetUtcNow(), assignments);
        coordinator.WriteHeld(group.Id, [record], isDurable => member.AnswerJoin(
            isDurable
                ? CameBack(group, member, leaderBefore, call.Version)
                : JoinAnswers.Failed(member.Id, ErrorCode.CoordinatorNotAvailable)));
    }

    private static JoinGroupResponse CameBack(
        ClassicGroup group, ClassicMember member, string? leaderBefore, short version)
    {
        // A leader that cannot be told to skip the assignment is made to believe that another leads: then it follows.
        var response = JoinAnswers.Joined(group, member);
        var isLeader = member.Id == group.LeaderId;
        response.SkipAssignment = isLeader && version >= SkipAssignmentVersion;
        response.Leader = isLeader && !response.SkipAssignment ? leaderBefore ?? "" : response.Leader;
        return response;
    }
}
