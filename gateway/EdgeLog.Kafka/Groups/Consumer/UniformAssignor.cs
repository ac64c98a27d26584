namespace EdgeLog.Kafka.Groups.Consumer;

/// <summary>
/// Spreads all partitions evenly and moves as few as it can: what a member had it keeps, what nobody had goes to
/// those with the fewest, and then those with the most give to those with the fewest.
/// </summary>
internal static class UniformAssignor
{
    public const string Name = "uniform";

    public static Dictionary<string, HashSet<TopicIdPartition>> Assign(
        IReadOnlyList<AssignedMember> members, IReadOnlyDictionary<Guid, int> partitionCounts)
    {
        var free = partitionCounts
            .SelectMany(topic => Enumerable.Range(0, topic.Value)
                .Select(index => new TopicIdPartition(topic.Key, index)))
            .ToHashSet();
        var shares = new List<(AssignedMember Member, HashSet<TopicIdPartition> Has)>(members.Count);
        foreach (var member in members)
        {
            // What a target has of one topic twice is nobody's: the first keeps it.
            HashSet<TopicIdPartition> kept =
                [.. member.Before.Where(one => member.Topics.Contains(one.TopicId) && free.Contains(one))];
            free.ExceptWith(kept);
            shares.Add((member, kept));
        }

        foreach (var partition in free.OrderBy(one => one.TopicId).ThenBy(one => one.Partition))
        {
            shares.Where(share => share.Member.Topics.Contains(partition.TopicId))
                .OrderBy(share => share.Has.Count)
                .FirstOrDefault().Has?.Add(partition);
        }

        while (MoveOne(shares))
        {
        }

        return shares.ToDictionary(share => share.Member.Id, share => share.Has);
    }

    private static bool MoveOne(List<(AssignedMember Member, HashSet<TopicIdPartition> Has)> shares)
    {
        foreach (var giver in shares.OrderByDescending(share => share.Has.Count))
        {
            foreach (var taker in shares.OrderBy(share => share.Has.Count))
            {
                if (giver.Has.Count - taker.Has.Count < 2)
                {
                    break;
                }

                foreach (var partition in giver.Has.Where(one => taker.Member.Topics.Contains(one.TopicId)))
                {
                    giver.Has.Remove(partition);
                    taker.Has.Add(partition);
                    return true;
                }
            }
        }

        return false;
    }
}
