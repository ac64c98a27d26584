using EdgeLog.Kafka.Groups.Records;
using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups;

/// <summary>Makes the groups from their records at the start: of each generation only the last counts.</summary>
internal sealed class GroupReplay(GroupCoordinator coordinator)
{
    private readonly Dictionary<string, (GroupMetadataValue Value, TimeSpan Age)> _generations =
        new(StringComparer.Ordinal);

    public void Apply(GroupRecord record, TimeSpan age)
    {
        if (record.Key.Type == GroupRecordType.GroupMetadata)
        {
            _generations.Remove(record.Key.Group);
            if (record.Value is GroupMetadataValue value)
            {
                _generations.Add(record.Key.Group, (value, age));
            }
        }

        coordinator.Table.Apply(record, age);
    }

    /// <summary>All was read: members may go on, and are given the time of a session to show that they live.</summary>
    public void Finish()
    {
        foreach (var (id, (value, age)) in _generations)
        {
            coordinator.Classic.Load(id, value, age);
        }

        foreach (var group in coordinator.Table.Groups)
        {
            coordinator.Consumer.WatchAll(group);
        }
    }
}
