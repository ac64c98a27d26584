using EdgeLog.Kafka.Groups.Records;
using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups.Consumer;

/// <summary>
/// The members of a group under the new protocol (KIP-848), exactly as its records have them: nothing changes here but
/// by a record that is durable. The coordinator's loop's.
/// </summary>
internal sealed class ConsumerGroup
{
    /// <summary>The epoch before the first change, as Kafka has it.</summary>
    private const int FirstEpoch = 1;

    private readonly Dictionary<string, ConsumerMember> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlySet<TopicIdPartition>> _targets = new(StringComparer.Ordinal);

    public int Epoch { get; private set; } = FirstEpoch;

    /// <summary>The group epoch that the targets were made for.</summary>
    public int AssignmentEpoch { get; private set; }

    /// <summary>What the subscribed topics looked like at <see cref="Epoch"/>, as one number.</summary>
    public long MetadataHash { get; private set; }

    /// <summary>Sessions and revocations, by member.</summary>
    public Dictionary<string, ConsumerTimers> Timers { get; } = new(StringComparer.Ordinal);

    public IReadOnlyCollection<ConsumerMember> Members => _members.Values;

    public IReadOnlyDictionary<string, IReadOnlySet<TopicIdPartition>> Targets => _targets;

    /// <summary>Kafka's word for where the group is.</summary>
    public string State => _members.Count == 0 ? "Empty"
        : Epoch > AssignmentEpoch ? "Assigning"
        : _members.Values.All(one => one.State == ConsumerMemberState.Stable && one.Epoch == AssignmentEpoch) ? "Stable"
        : "Reconciling";

    public ConsumerMember? Find(string memberId) => _members.GetValueOrDefault(memberId);

    public ConsumerMember? FindStatic(string instanceId) =>
        _members.Values.FirstOrDefault(member => member.InstanceId == instanceId);

    public IReadOnlySet<TopicIdPartition> TargetOf(string memberId) =>
        _targets.GetValueOrDefault(memberId) ?? new HashSet<TopicIdPartition>();

    /// <summary>What members other than that one have or have not given up yet.</summary>
    public HashSet<TopicIdPartition> TakenByOthers(string memberId) =>
    [
        .. _members.Values.Where(member => member.Id != memberId)
            .SelectMany(member => member.Assigned.Concat(member.PendingRevocation)),
    ];

    /// <summary>Applies a record of the group that is durable.</summary>
    public void Apply(GroupRecord record)
    {
        var member = record.Key.Name;
        switch (record.Value)
        {
            case ConsumerGroupMetadataValue value:
                (Epoch, MetadataHash) = (value.Epoch, value.MetadataHash);
                break;
            case ConsumerGroupTargetAssignmentMetadataValue value:
                AssignmentEpoch = value.AssignmentEpoch;
                break;
            case ConsumerGroupTargetAssignmentMemberValue value:
                _targets[member] = TopicIdPartition.Read(value.TopicPartitions);
                break;
            case ConsumerGroupMemberMetadataValue value:
                _members[member] = ConsumerRecords.Describe(Find(member) ?? new() { Id = member }, value);
                break;
            case ConsumerGroupCurrentMemberAssignmentValue value:
                _members[member] = ConsumerRecords.Assign(Find(member) ?? new() { Id = member }, value);
                break;
            case null when record.Key.Type == GroupRecordType.ConsumerGroupMemberMetadata:
                _members.Remove(member);
                if (Timers.Remove(member, out var timers))
                {
                    timers.Stop();
                }

                break;
            case null when record.Key.Type == GroupRecordType.ConsumerGroupTargetAssignmentMember:
                _targets.Remove(member);
                break;
        }
    }
}
