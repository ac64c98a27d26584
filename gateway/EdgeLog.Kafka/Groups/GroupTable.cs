using EdgeLog.Kafka.Groups.Classic;
using EdgeLog.Kafka.Groups.Commits;
using EdgeLog.Kafka.Groups.Consumer;
using EdgeLog.Kafka.Groups.Records;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Records;

namespace EdgeLog.Kafka.Groups;

/// <summary>
/// All groups, as the records of <c>__consumer_offsets</c> have them: what is applied here is durable. Members of the
/// classic protocol are ahead of their records, which hold finished generations only. The coordinator's loop's.
/// </summary>
internal sealed class GroupTable(GroupTimers timers)
{
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Group> Groups => _groups.Values;

    /// <summary>Offsets of all groups.</summary>
    public int OffsetCount { get; private set; }

    /// <summary>What the members of all groups take; counted when asked, which is when somebody joins.</summary>
    public long MemberBytes => _groups.Values.Sum(group =>
        (long)group.Classic.SizeBytes + (group.Consumer?.Members.Sum(member => member.SizeBytes) ?? 0));

    public Group? Find(string id) => _groups.GetValueOrDefault(id);

    public Group GetOrAdd(string id)
    {
        if (!_groups.TryGetValue(id, out var group))
        {
            group = new Group(id) { Classic = NewClassic(id) };
            _groups.Add(id, group);
        }

        return group;
    }

    /// <summary>Forgets a group of which nothing is left, neither here nor in the log.</summary>
    public void RemoveIfVain(Group group)
    {
        if (group.Offsets.Count == 0 && group.Classic.IsVain && group.Consumer is null)
        {
            _groups.Remove(group.Id);
        }
    }

    /// <summary>
    /// Applies a record that is durable; <paramref name="age"/> is how long ago it was written.
    /// </summary>
    public void Apply(GroupRecord record, TimeSpan age)
    {
        var key = record.Key;
        switch (key.Type)
        {
            case GroupRecordType.OffsetCommit:
                ApplyOffset(key, (OffsetCommitValue?)record.Value, timers.Now - age);
                break;
            case GroupRecordType.GroupMetadata when record.Value is null && Find(key.Group) is { } group:
                group.Classic = NewClassic(key.Group);
                RemoveIfVain(group);
                break;
            case GroupRecordType.GroupMetadata:
                break;
            default:
                ApplyConsumer(record);
                break;
        }
    }

    private void ApplyConsumer(GroupRecord record)
    {
        if (record.Value is not null)
        {
            var group = GetOrAdd(record.Key.Group);
            group.Consumer ??= new ConsumerGroup();
            group.Consumer.Apply(record);
        }
        else if (Find(record.Key.Group) is { Consumer: { } consumer } group)
        {
            consumer.Apply(record);
            if (record.Key.Type == GroupRecordType.ConsumerGroupMetadata)
            {
                group.Consumer = null;
                RemoveIfVain(group);
            }
        }
    }

    private ClassicGroup NewClassic(string id) => new(id) { EmptySince = timers.Now };

    private void ApplyOffset(GroupRecordKey key, OffsetCommitValue? value, TimeSpan committedAt)
    {
        var partition = new TopicPartition(key.Name, key.Partition);
        if (value is null)
        {
            if (Find(key.Group) is { } group && group.Offsets.Remove(partition))
            {
                OffsetCount--;
            }

            return;
        }

        var offsets = GetOrAdd(key.Group).Offsets;
        OffsetCount += offsets.ContainsKey(partition) ? 0 : 1;
        offsets[partition] = new CommittedOffset(
            value.Offset, value.LeaderEpoch, value.Metadata, value.TopicId, committedAt);
    }
}
