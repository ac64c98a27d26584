using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups.Classic;

/// <summary>
/// Brings a group from one generation to the next: waits for all members to join, leaves out who did not, tells the
/// generation, and waits for everybody to ask for the assignment. The coordinator's loop's.
/// </summary>
internal sealed class ClassicRebalance(GroupCoordinator coordinator)
{
    /// <summary>Members have changed: a new generation is needed, or one under way may be complete.</summary>
    public void OnMembersChanged(ClassicGroup group)
    {
        if (group.State == ClassicGroupState.PreparingRebalance)
        {
            CompleteIfAllJoined(group);
        }
        else
        {
            Prepare(group);
        }
    }

    /// <summary>Begins a rebalance; completes it at once where all members have joined already.</summary>
    public void Prepare(ClassicGroup group)
    {
        foreach (var member in group.Members)
        {
            member.Assignment = group.State == ClassicGroupState.CompletingRebalance ? default : member.Assignment;
            member.AnswerSync(JoinAnswers.Failed(ErrorCode.RebalanceInProgress));
        }

        var limits = coordinator.Limits;
        var isFirst = group.State == ClassicGroupState.Empty && limits.InitialRebalanceDelay > TimeSpan.Zero;
        group.State = ClassicGroupState.PreparingRebalance;
        group.Rebalance ??= new GroupTimer(coordinator.Timers, group.Id, () => OnTimeUp(group));
        if (isFirst)
        {
            var left = group.RebalanceTimeout - limits.InitialRebalanceDelay;
            group.InitialWait = left > TimeSpan.Zero ? left : TimeSpan.Zero;
            group.HasNewMember = false;
            group.Rebalance.Start(limits.InitialRebalanceDelay);
            return;
        }

        CompleteIfAllJoined(group);
        if (group.State == ClassicGroupState.PreparingRebalance)
        {
            group.Rebalance.Start(group.RebalanceTimeout);
        }
    }

    /// <summary>Completes the rebalance where nobody is missing and nobody new is waited for.</summary>
    public void CompleteIfAllJoined(ClassicGroup group)
    {
        if (group.State == ClassicGroupState.PreparingRebalance && group.InitialWait is null && group.HaveAllJoined)
        {
            Complete(group);
        }
    }

    /// <summary>A member has asked for its assignment: who does not within its time is left out.</summary>
    public static void OnSynced(ClassicGroup group, ClassicMember member)
    {
        member.HasSynced = true;
        if (group.Members.All(one => one.HasSynced))
        {
            group.Rebalance?.Stop();
        }
    }

    private void OnTimeUp(ClassicGroup group)
    {
        if (group.State is ClassicGroupState.CompletingRebalance or ClassicGroupState.Stable)
        {
            DropUnsynced(group);
        }
        else if (group.InitialWait is { } left && group.HasNewMember && left > TimeSpan.Zero)
        {
            var delay = coordinator.Limits.InitialRebalanceDelay;
            group.HasNewMember = false;
            group.InitialWait = left > delay ? left - delay : TimeSpan.Zero;
            group.Rebalance!.Start(left < delay ? left : delay);
        }
        else if (group.State == ClassicGroupState.PreparingRebalance)
        {
            Complete(group);
        }
    }

    private void Complete(ClassicGroup group)
    {
        group.InitialWait = null;
        foreach (var absent in group.Members.Where(one => one is { Joining: null, InstanceId: null }).ToArray())
        {
            group.Remove(absent);
        }

        // Static members keep their place until their session ends; but somebody has to lead.
        var leader = group.Find(group.LeaderId ?? "");
        if (leader is not { Joining: not null } && group.Members.Count > 0)
        {
            if (group.Members.FirstOrDefault(member => member.Joining is not null) is not { } present)
            {
                group.Rebalance!.Start(group.RebalanceTimeout);
                return;
            }

            group.LeaderId = present.Id;
        }

        group.GenerationId++;
        if (group.Members.Count == 0)
        {
            BecomeEmpty(group);
        }
        else
        {
            BeginGeneration(group);
        }
    }

    private void BecomeEmpty(ClassicGroup group)
    {
        group.Rebalance?.Stop();
        group.State = ClassicGroupState.Empty;
        group.EmptySince = coordinator.Timers.Now;
        (group.Protocol, group.LeaderId) = (null, null);
        var nobody = new Dictionary<string, ReadOnlyMemory<byte>>();
        var record = ClassicRecords.Of(group, coordinator.Time.GetUtcNow(), nobody);

        // Where it cannot be written, a start would wait for members that are gone, for a session's length.
        coordinator.WriteHeld(group.Id, [record], static _ => { });
    }

    private static void BeginGeneration(ClassicGroup group)
    {
        group.Protocol = group.ChooseProtocol();
        group.State = ClassicGroupState.CompletingRebalance;
        foreach (var member in group.Members)
        {
            (member.IsNew, member.HasSynced) = (false, false);
            member.Session.Start(member.SessionTimeout);
            member.AnswerJoin(JoinAnswers.Joined(group, member));
        }

        group.Rebalance!.Start(group.RebalanceTimeout);
    }

    private void DropUnsynced(ClassicGroup group)
    {
        foreach (var late in group.Members.Where(member => !member.HasSynced).ToArray())
        {
            group.Remove(late);
        }

        Prepare(group);
    }
}
