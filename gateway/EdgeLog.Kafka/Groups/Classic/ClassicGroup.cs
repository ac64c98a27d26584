using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups.Classic;

/// <summary>
/// The members of a group under the classic protocol, in the order they came, and the generation they are in. Knows;
/// decides nothing. The coordinator's loop's.
/// </summary>
internal sealed class ClassicGroup(string id)
{
    private readonly OrderedDictionary<string, ClassicMember> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _staticMembers = new(StringComparer.Ordinal);

    public string Id => id;

    public ClassicGroupState State { get; set; }

    /// <summary>What kind of group it is, <c>consumer</c> mostly; null while nobody has joined.</summary>
    public string? ProtocolType { get; set; }

    /// <summary>The way of assignment chosen; null while there is no generation.</summary>
    public string? Protocol { get; set; }

    /// <summary>Who assigns; null while nobody does.</summary>
    public string? LeaderId { get; set; }

    public int GenerationId { get; set; }

    /// <summary>Since when it has no members, in the coordinator's monotonic time.</summary>
    public TimeSpan EmptySince { get; set; }

    /// <summary>Ids that were given out and not used yet, with the timer that takes them back.</summary>
    public Dictionary<string, GroupTimer> Pending { get; } = new(StringComparer.Ordinal);

    /// <summary>Fires when members have had their time to join or, after that, to ask for their assignment.</summary>
    public GroupTimer? Rebalance { get; set; }

    /// <summary>Whether it waits for more members before its first generation, and how long it still may.</summary>
    public TimeSpan? InitialWait { get; set; }

    /// <summary>Whether a member has come since the initial wait began or was prolonged.</summary>
    public bool HasNewMember { get; set; }

    public IReadOnlyCollection<ClassicMember> Members => _members.Values;

    public int SizeBytes => _members.Values.Sum(member => member.SizeBytes);

    /// <summary>Whether nothing would be lost with it.</summary>
    public bool IsVain => _members.Count == 0 && Pending.Count == 0 && GenerationId == 0 && ProtocolType is null;

    public bool HaveAllJoined => Pending.Count == 0 && Members.All(member => member.Joining is not null);

    /// <summary>The longest time any member may take to join.</summary>
    public TimeSpan RebalanceTimeout => Members
        .Select(member => member.RebalanceTimeout).DefaultIfEmpty().Max();

    public ClassicMember? Find(string memberId) => _members.GetValueOrDefault(memberId);

    public ClassicMember? FindStatic(string instanceId) =>
        _staticMembers.TryGetValue(instanceId, out var memberId) ? Find(memberId) : null;

    /// <summary>Whether a member is who it says it is.</summary>
    public ErrorCode Validate(string memberId, string? instanceId)
    {
        if (instanceId is null)
        {
            return Find(memberId) is null ? ErrorCode.UnknownMemberId : ErrorCode.None;
        }

        return FindStatic(instanceId) is not { } member ? ErrorCode.UnknownMemberId
            : member.Id != memberId ? ErrorCode.FencedInstanceId
            : ErrorCode.None;
    }

    public void Add(ClassicMember member)
    {
        LeaderId ??= member.Id;
        _members.Add(member.Id, member);
        if (member.InstanceId is { } instanceId)
        {
            _staticMembers[instanceId] = member.Id;
        }
    }

    public void Remove(ClassicMember member)
    {
        _members.Remove(member.Id);
        member.Session.Stop();
        if (member.InstanceId is { } instanceId && _staticMembers.GetValueOrDefault(instanceId) == member.Id)
        {
            _staticMembers.Remove(instanceId);
        }

        if (LeaderId == member.Id)
        {
            LeaderId = Members.FirstOrDefault()?.Id;
        }
    }

    /// <summary>Puts a static member that came back in the place of what it was.</summary>
    public void Replace(ClassicMember old, ClassicMember member)
    {
        var wasLeader = LeaderId == old.Id;
        var place = _members.IndexOf(old.Id);
        _members.RemoveAt(place);
        _members.Insert(place, member.Id, member);
        _staticMembers[member.InstanceId!] = member.Id;
        old.Session.Stop();
        LeaderId = wasLeader ? member.Id : LeaderId;
    }

    /// <summary>Whether a member of that kind could take part: there is a way that all members support.</summary>
    public bool Accepts(string protocolType, List<MemberProtocol> protocols) =>
        protocols.Count > 0 && protocolType.Length > 0
        && (_members.Count == 0
            || (protocolType == ProtocolType && protocols.Exists(offered => AllSupport(offered.Name))));

    /// <summary>The way of assignment most members like best of those that all support.</summary>
    public string ChooseProtocol() => Members
        .Select(member => member.Protocols.First(own => AllSupport(own.Name)).Name)
        .GroupBy(name => name)
        .MaxBy(votes => votes.Count())!.Key;

    /// <summary>
    /// Whether its members read <paramref name="topic"/>, as far as their subscriptions can be read.
    /// </summary>
    public bool IsSubscribedTo(string topic) =>
        ProtocolType == ConsumerSubscription.ProtocolType
        && Members.Any(member =>
            ConsumerSubscription.Topics(member.MetadataFor(Protocol ?? member.Protocols[0].Name)).Contains(topic));

    private bool AllSupport(string protocol) => Members.All(member => member.Supports(protocol));
}
