using EdgeLog.Bridge.Tests.FakeKafka;

namespace EdgeLog.Bridge.Tests;

public sealed class IsolationTests
{
    [Fact]
    public async Task A_broker_that_advertises_an_impossible_address_holds_up_its_own_partitions_only()
    {
        await using var cluster = new FakeCluster(brokers: 2);
        cluster.CreateTopic("press-7.t", 2);
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.CreateTopicAsync("t", 2);
        await world.AppendAsync("t", 0, "a");
        await world.AppendAsync("t", 1, "b");
        cluster.Brokers[1].AdvertisedPort = 99_999;
        world.Start([MirrorWorld.Cluster("central", FirstOf(cluster))], [MirrorWorld.Mirror("central")]);
        await cluster.WaitAsync(() => cluster.Records("press-7.t", 0).Count == 1);
        cluster.Brokers[1].AdvertisedPort = cluster.Brokers[1].Port;
        await world.DrainAsync();
        Assert.Equal("b", Assert.Single(cluster.Records("press-7.t", 1)).Value);
    }

    [Fact]
    public async Task A_segment_that_cannot_be_opened_holds_up_its_own_partition_only()
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.CreateTopicAsync("t", 1, ("segment.bytes", "65536"));
        string[] values = [.. Enumerable.Range(0, 6).Select(i => new string((char)('a' + i), 30_000))];
        foreach (string value in values)
        {
            await world.AppendAsync("t", 0, value);
        }

        await world.ReopenAsync();
        string segment = Directory.GetFiles(world.Log.Path, "*.log", SearchOption.AllDirectories)
            .Where(path => Path.GetDirectoryName(path)!.EndsWith("t-0", StringComparison.Ordinal))
            .Min(StringComparer.Ordinal)!;
        File.Move(segment, $"{segment}-aside");
        File.CreateSymbolicLink(segment, segment);
        world.Start(cluster);
        await world.AppendAsync("u", 0, "1");
        await world.AppendAsync("u", 0, "2");
        await cluster.WaitAsync(() => cluster.Records("press-7.u").Count == 2);
        File.Delete(segment);
        File.Move($"{segment}-aside", segment);
        await world.DrainAsync();
        Assert.Equal(values, cluster.Records("press-7.t").Select(record => record.Value));
        Assert.Contains("UNREADABLE", world.Lines, StringComparison.Ordinal);
    }

    private static string FirstOf(FakeCluster cluster) => cluster.BootstrapServers.Split(',')[0];
}
