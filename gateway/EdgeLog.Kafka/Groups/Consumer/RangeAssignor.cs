namespace EdgeLog.Kafka.Groups.Consumer;

/// <summary>
/// Gives each member a run of neighbouring partitions of each topic, the same run where topics have as many
/// partitions: for those who join streams.
/// </summary>
internal static class RangeAssignor
{
    public const string Name = "range";

    public static Dictionary<string, HashSet<TopicIdPartition>> Assign(
        IReadOnlyList<AssignedMember> members, IReadOnlyDictionary<Guid, int> partitionCounts)
    {
        var ordered = members.OrderBy(member => member.Id, StringComparer.Ordinal).ToList();
        var result = members.ToDictionary(member => member.Id, _ => new HashSet<TopicIdPartition>());
        foreach (var (topicId, count) in partitionCounts)
        {
            var readers = ordered.Where(member => member.Topics.Contains(topicId)).ToList();
            for (var index = 0; index < count && readers.Count > 0; index++)
            {
                // The first ones get one more where it does not come out even.
                var (size, more) = Math.DivRem(count, readers.Count);
                var reader = index < more * (size + 1)
                    ? index / (size + 1)
                    : more + ((index - (more * (size + 1))) / size);
                result[readers[reader].Id].Add(new TopicIdPartition(topicId, index));
            }
        }

        return result;
    }
}
