using EdgeLog.Kafka.Groups.Consumer;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeLog.Kafka.Tests.Groups;

public sealed class AssignorTests
{
    private static readonly Guid[] Topics = [.. Enumerable.Range(1, 4).Select(n => new Guid(n, 0, 0, new byte[8]))];

    [Fact]
    public void Uniform_spreads_evenly_gives_each_partition_once_and_keeps_what_it_can()
    {
        var cases =
            from counts in Gen.Choose(0, 7).ArrayOf(Topics.Length)
            from size in Gen.Choose(1, 6)
            from later in Gen.Choose(1, 6)
            select (counts, size, later);
        var property = Prop.ForAll(cases.ToArbitrary(), c => IsFair(c.counts, c.size, c.later));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), property);
    }

    [Fact]
    public void Members_get_only_topics_they_read()
    {
        var counts = new Dictionary<Guid, int> { [Topics[0]] = 4, [Topics[1]] = 2, [Topics[2]] = 1 };
        List<AssignedMember> members = [Member("a", [], 0), Member("b", [], 0, 1)];
        var uniform = UniformAssignor.Assign(members, counts);
        foreach (var assigned in new[] { uniform, RangeAssignor.Assign(members, counts) })
        {
            Assert.All(assigned["a"], one => Assert.Equal(Topics[0], one.TopicId));
            Assert.Equal(6, assigned["a"].Union(assigned["b"]).Count());
            Assert.DoesNotContain(assigned["b"], one => one.TopicId == Topics[2]);
        }

        Assert.Equal(3, uniform["a"].Count);
    }

    [Fact]
    public void Range_gives_neighbours_of_each_topic_the_first_ones_one_more()
    {
        var counts = new Dictionary<Guid, int> { [Topics[0]] = 5, [Topics[1]] = 5 };
        var assigned = RangeAssignor.Assign([Member("b", [], 0, 1), Member("a", [], 0, 1)], counts);
        Assert.Equal([0, 1, 2], assigned["a"].Where(one => one.TopicId == Topics[1]).Select(one => one.Partition));
        Assert.Equal([3, 4], assigned["b"].Where(one => one.TopicId == Topics[0]).Select(one => one.Partition));
    }

    private static bool IsFair(int[] partitions, int size, int later)
    {
        var counts = Topics.Zip(partitions).ToDictionary(topic => topic.First, topic => topic.Second);
        var total = partitions.Sum();
        var first = UniformAssignor.Assign(
            [.. Enumerable.Range(0, size).Select(n => Member($"{n}", [], 0, 1, 2, 3))], counts);
        var second = UniformAssignor.Assign(
            [
                .. Enumerable.Range(0, later)
                    .Select(n => Member($"{n}", first.GetValueOrDefault($"{n}") ?? [], 0, 1, 2, 3)),
            ],
            counts);
        var kept = second.Sum(one => one.Value.Count(first.GetValueOrDefault(one.Key, []).Contains));
        var keepable = first.Where(one => second.ContainsKey(one.Key))
            .Sum(one => Math.Min(one.Value.Count, (total + later - 1) / later));
        return IsEven(first, total) && IsEven(second, total) && (later < size ? kept >= keepable - later : kept >= 0);
    }

    private static bool IsEven(Dictionary<string, HashSet<TopicIdPartition>> assigned, int total) =>
        assigned.Values.SelectMany(one => one).Distinct().Count() == total
        && assigned.Values.Sum(one => one.Count) == total
        && assigned.Values.Max(one => one.Count) - assigned.Values.Min(one => one.Count) <= 1;

    private static AssignedMember Member(string id, HashSet<TopicIdPartition> before, params int[] topics) =>
        new(id, topics.Select(topic => Topics[topic]).ToHashSet(), before);
}
