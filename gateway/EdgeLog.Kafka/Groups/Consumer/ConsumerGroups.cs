using EdgeLog.Kafka.Groups.Classic;
using EdgeLog.Kafka.Groups.Records;
using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups.Consumer;

/// <summary>
/// Groups of the new protocol (KIP-848): members say what they read, the coordinator assigns, and each member is led
/// there in steps. The coordinator's loop's.
/// </summary>
internal sealed class ConsumerGroups(GroupCoordinator coordinator)
{
    private const int HeartbeatIntervalMs = 5_000;

    public SubscribedTopics Topics { get; } = new(coordinator.Log.Topics);

    public void Heartbeat(HeartbeatCall call)
    {
        if (HeartbeatRules.Refuse(call.Request) is { } refused)
        {
            call.Fail(refused.Error, refused.Message);
        }
        else if (call.Request.MemberEpoch < ConsumerEpoch.Join)
        {
            Leave(call);
        }
        else
        {
            Stay(call);
        }
    }

    /// <summary>Whether whoever commits or fetches offsets in a member's name is that member, now.</summary>
    public static ErrorCode Validate(ConsumerGroup group, string memberId, int epoch)
    {
        if (epoch < 0 && (group.Members.Count == 0 || memberId.Length == 0))
        {
            return group.Members.Count == 0 ? ErrorCode.None : ErrorCode.UnknownMemberId;
        }

        return group.Find(memberId) is not { } member ? ErrorCode.UnknownMemberId
            : member.Epoch != epoch ? ErrorCode.StaleMemberEpoch
            : ErrorCode.None;
    }

    /// <summary>Whether members of a group read a topic.</summary>
    public bool IsSubscribedTo(ConsumerGroup group, string topic) =>
        group.Members.Any(member => Topics.Of(member).Any(one => one.Name == topic));

    /// <summary>Members that were there before the start have a session's time to be heard.</summary>
    public void WatchAll(Group group)
    {
        foreach (var member in group.Consumer?.Members ?? [])
        {
            Watch(group.Id, member);
        }
    }

    private void Stay(HeartbeatCall call)
    {
        var request = call.Request;
        var known = coordinator.Table.Find(request.GroupId);
        if (known?.Consumer is null && RefuseGroup(known, request) is var refused and not ErrorCode.None)
        {
            call.Fail(refused, $"Group {request.GroupId} is no group of consumers of the new protocol.");
            return;
        }

        var group = known?.Consumer ?? new ConsumerGroup();
        var (before, error) = FindMember(group, call);
        if (error != ErrorCode.None)
        {
            call.Fail(error);
            return;
        }

        var step = new HeartbeatStep(request.GroupId, group, Topics);
        var after = step.Run(before, Wanted(before, call), call.Owned);
        var mustTell = request.MemberEpoch == ConsumerEpoch.Join || call.IsFull
            || before is null || !after.Assigned.SetEquals(before.Assigned);
        var response = new ConsumerGroupHeartbeatResponse
        {
            MemberId = after.Id,
            MemberEpoch = after.Epoch,
            HeartbeatIntervalMs = HeartbeatIntervalMs,
            Assignment = mustTell ? new() { TopicPartitions = TopicIdPartition.Write(after.Assigned) } : null,
        };
        IReadOnlyList<GroupRecord> records = known is { Consumer: null, Classic.IsVain: false }
            ? [ClassicRecords.Tombstone(request.GroupId), .. step.Records]
            : step.Records;
        Write(call, records, () =>
        {
            Watch(request.GroupId, after);
            call.Answer.TrySetResult(response);
        });
    }

    private ErrorCode RefuseGroup(Group? group, ConsumerGroupHeartbeatRequest request)
    {
        if (request.MemberEpoch != ConsumerEpoch.Join || group is { Classic.State: not ClassicGroupState.Empty })
        {
            return ErrorCode.GroupIdNotFound;
        }

        return group is null && coordinator.Table.Groups.Count >= coordinator.Limits.GroupsMax
            ? ErrorCode.GroupMaxSizeReached
            : ErrorCode.None;
    }

    private (ConsumerMember? Member, ErrorCode Error) FindMember(ConsumerGroup group, HeartbeatCall call)
    {
        var request = call.Request;
        var isJoining = request.MemberEpoch == ConsumerEpoch.Join;
        var member = request.InstanceId is { } instanceId ? group.FindStatic(instanceId) : group.Find(request.MemberId);
        if (member is null)
        {
            var isFull = group.Members.Count >= coordinator.Limits.GroupSizeMax
                || coordinator.Table.MemberBytes >= coordinator.Limits.MemberBytesMax;
            return (null, !isJoining ? ErrorCode.UnknownMemberId
                : isFull ? ErrorCode.GroupMaxSizeReached
                : ErrorCode.None);
        }

        if (member.Id != request.MemberId)
        {
            var isAway = member.Epoch == ConsumerEpoch.LeaveStatic;
            return (member, !isJoining ? ErrorCode.FencedInstanceId
                : isAway ? ErrorCode.None
                : ErrorCode.UnreleasedInstanceId);
        }

        return (member, HeartbeatRules.CheckEpoch(member, call));
    }

    /// <summary>The member as it says it is; what it does not say is as before.</summary>
    private static ConsumerMember Wanted(ConsumerMember? before, HeartbeatCall call)
    {
        var request = call.Request;
        var wanted = before ?? new ConsumerMember { Id = request.MemberId };
        if (wanted.Id != request.MemberId || wanted.Epoch == ConsumerEpoch.LeaveStatic)
        {
            wanted = wanted with { Id = request.MemberId, Epoch = 0, PreviousEpoch = 0 };
        }

        return wanted with
        {
            InstanceId = request.InstanceId ?? wanted.InstanceId,
            RackId = request.RackId ?? wanted.RackId,
            ClientId = call.Client.Id,
            ClientHost = call.Client.Host,
            Topics = request.SubscribedTopicNames is { } names
                ? [.. names.Distinct().Order(StringComparer.Ordinal)]
                : wanted.Topics,
            Pattern = request.SubscribedTopicRegex ?? wanted.Pattern,
            Assignor = request.ServerAssignor ?? wanted.Assignor,
            RebalanceTimeout = request.RebalanceTimeoutMs >= 0
                ? TimeSpan.FromMilliseconds(request.RebalanceTimeoutMs)
                : wanted.RebalanceTimeout,
        };
    }

    private void Leave(HeartbeatCall call)
    {
        var request = call.Request;
        if (coordinator.Table.Find(request.GroupId)?.Consumer is not { } group)
        {
            call.Fail(ErrorCode.GroupIdNotFound, $"Group {request.GroupId} not found.");
            return;
        }

        var member = request.InstanceId is { } instanceId ? group.FindStatic(instanceId) : group.Find(request.MemberId);
        if (member is null || member.Id != request.MemberId)
        {
            call.Fail(member is null ? ErrorCode.UnknownMemberId : ErrorCode.FencedInstanceId);
            return;
        }

        var away = member with
        {
            Epoch = ConsumerEpoch.LeaveStatic,
            PendingRevocation = new HashSet<TopicIdPartition>(),
        };
        List<GroupRecord> records = request.MemberEpoch == ConsumerEpoch.LeaveStatic
            ? [ConsumerRecords.OfCurrent(request.GroupId, away)]
            : Removal(request.GroupId, group, member);
        Write(call, records, () => call.Answer.TrySetResult(
            new() { MemberId = request.MemberId, MemberEpoch = request.MemberEpoch }));
    }

    private void Write(HeartbeatCall call, IReadOnlyList<GroupRecord> records, Action onDurable)
    {
        if (records.Count == 0)
        {
            onDurable();
            return;
        }

        coordinator.WriteHeld(call.Request.GroupId, records, isDurable =>
        {
            if (isDurable)
            {
                onDurable();
            }
            else
            {
                call.Fail(ErrorCode.CoordinatorNotAvailable);
            }
        });
    }

    private List<GroupRecord> Removal(string groupId, ConsumerGroup group, ConsumerMember member)
    {
        var hash = SubscribedTopics.Hash(Topics.PartitionCounts(group.Members.Where(one => one != member)));
        return
        [
            .. ConsumerRecords.Tombstones(groupId, member.Id),
            ConsumerRecords.OfEpoch(groupId, group.Epoch + 1, hash),
        ];
    }

    private void Watch(string groupId, ConsumerMember member)
    {
        if (coordinator.Table.Find(groupId)?.Consumer is not { } group)
        {
            return;
        }

        if (!group.Timers.TryGetValue(member.Id, out var timers))
        {
            timers = new ConsumerTimers(
                new(coordinator.Timers, groupId, () => Drop(groupId, member.Id)),
                new(coordinator.Timers, groupId, () => Drop(groupId, member.Id)));
            group.Timers.Add(member.Id, timers);
        }

        timers.Session.Start(coordinator.Limits.ConsumerSessionTimeout);
        if (member.State != ConsumerMemberState.UnrevokedPartitions)
        {
            timers.Revocation.Stop();
        }
        else if (!timers.Revocation.IsSet)
        {
            timers.Revocation.Start(member.RebalanceTimeout);
        }
    }

    private void Drop(string groupId, string memberId)
    {
        if (coordinator.Table.Find(groupId)?.Consumer is { } group && group.Find(memberId) is { } member)
        {
            coordinator.WriteHeld(groupId, Removal(groupId, group, member), isDurable =>
            {
                if (!isDurable)
                {
                    Watch(groupId, member);
                }
            });
        }
    }
}
