using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups.Classic;

/// <summary>
/// Hands the leader's assignment to the members, once it is durable. The coordinator's loop's.
/// </summary>
internal sealed class ClassicSync(GroupCoordinator coordinator, ClassicRebalance rebalance)
{
    public void Sync(SyncGroupRequest request, TaskCompletionSource<SyncGroupResponse> answer)
    {
        if (coordinator.Table.Find(request.GroupId)?.Classic is not { } group)
        {
            answer.TrySetResult(JoinAnswers.Failed(ErrorCode.UnknownMemberId));
            return;
        }

        if (Refuse(group, request) is var error and not ErrorCode.None)
        {
            answer.TrySetResult(JoinAnswers.Failed(error));
            return;
        }

        var member = group.Find(request.MemberId)!;
        ClassicRebalance.OnSynced(group, member);
        member.Session.Start(member.SessionTimeout);
        if (group.State == ClassicGroupState.Stable)
        {
            answer.TrySetResult(JoinAnswers.Synced(group, member));
            return;
        }

        member.AnswerSync(JoinAnswers.Failed(ErrorCode.UnknownMemberId));
        member.Syncing = answer;
        if (member.Id == group.LeaderId)
        {
            Assign(group, request);
        }
    }

    private static ErrorCode Refuse(ClassicGroup group, SyncGroupRequest request)
    {
        if (group.Validate(request.MemberId, request.GroupInstanceId) is var error and not ErrorCode.None)
        {
            return error;
        }

        if (request.GenerationId != group.GenerationId)
        {
            return ErrorCode.IllegalGeneration;
        }

        if ((request.ProtocolType is { } type && type != group.ProtocolType)
            || (request.ProtocolName is { } name && name != group.Protocol))
        {
            return ErrorCode.InconsistentGroupProtocol;
        }

        return group.State switch
        {
            ClassicGroupState.PreparingRebalance => ErrorCode.RebalanceInProgress,
            ClassicGroupState.Empty => ErrorCode.UnknownMemberId,
            _ => ErrorCode.None,
        };
    }

    private void Assign(ClassicGroup group, SyncGroupRequest request)
    {
        var assignments = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var assigned in request.Assignments)
        {
            assignments[assigned.MemberId] = assigned.Assignment;
        }

        var before = group.Members.Sum(member => member.Assignment.Length);
        var after = assignments.Values.Sum(assignment => assignment.Length);
        if (after > before && coordinator.Table.MemberBytes + after - before > coordinator.Limits.MemberBytesMax)
        {
            Fail(group, ErrorCode.GroupMaxSizeReached);
            return;
        }

        var record = ClassicRecords.Of(group, coordinator.Time.GetUtcNow(), assignments);
        coordinator.WriteHeld(group.Id, [record], isDurable =>
        {
            if (isDurable)
            {
                Tell(group, assignments);
            }
            else
            {
                Fail(group, ErrorCode.CoordinatorNotAvailable);
            }
        });
    }

    private static void Tell(ClassicGroup group, Dictionary<string, ReadOnlyMemory<byte>> assignments)
    {
        group.State = ClassicGroupState.Stable;
        foreach (var member in group.Members)
        {
            member.Assignment = assignments.GetValueOrDefault(member.Id);
            member.AnswerSync(JoinAnswers.Synced(group, member));
        }
    }

    private void Fail(ClassicGroup group, ErrorCode error)
    {
        foreach (var member in group.Members)
        {
            member.AnswerSync(JoinAnswers.Failed(error));
        }

        rebalance.Prepare(group);
    }
}
