using EdgeLog.Bridge.Tests.FakeKafka;
using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Bridge.Tests;

public sealed class FleetTests
{
    [Fact]
    public async Task A_mirror_that_stays_the_same_runs_on_and_a_new_one_starts()
    {
        await using var first = new FakeCluster();
        await using var second = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1");
        ClusterConfig a = MirrorWorld.Cluster("a", first.BootstrapServers);
        ClusterConfig b = MirrorWorld.Cluster("b", second.BootstrapServers);
        world.Start([a], [MirrorWorld.Mirror("a")]);
        await world.DrainAsync("a");
        int connections = first.Brokers[0].Accepted;
        await world.Fleet.ReconfigureAsync([a, b], [MirrorWorld.Mirror("a"), MirrorWorld.Mirror("b")]);
        await world.DrainAsync("b");
        Assert.Equal(connections, first.Brokers[0].Accepted);
        Assert.Equal(["a", "b"], world.Fleet.Status.Select(status => status.Name));
    }

    [Fact]
    public async Task A_changed_mirror_keeps_its_position()
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1");
        ClusterConfig central = MirrorWorld.Cluster("central", cluster.BootstrapServers);
        world.Start([central], [MirrorWorld.Mirror("central")]);
        await world.DrainAsync();
        await world.Fleet.ReconfigureAsync([central], [MirrorWorld.Mirror("central", "t")]);
        await world.AppendAsync("t", 0, "2");
        await world.DrainAsync();
        Assert.Equal(["1", "2"], cluster.Records("press-7.t").Select(record => record.Value));
    }

    [Fact]
    public async Task A_mirror_that_is_taken_out_stops()
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        world.Start(cluster);
        await cluster.WaitAsync(() => cluster.HasTopic("mm2-offsets.press-7.internal"));
        await world.Fleet.ReconfigureAsync([], []);
        Assert.Empty(world.Fleet.Status);
    }

    [Fact]
    public async Task A_session_that_fails_while_it_is_stopped_leaves_the_fleet_able_to_change()
    {
        await using var odd = new FakeCluster();
        await using var other = new FakeCluster();
        int produced = 0;
        odd.Script = (api, _) => api == ApiKey.Produce && ++produced == 1 ? FakeVerdict.AnswerHalf : FakeVerdict.Answer;
        await using MirrorWorld world = await MirrorWorld.OpenAsync(limits: new MirrorLimits());
        await world.AppendAsync("t", 0, "1");
        ClusterConfig a = MirrorWorld.Cluster("a", odd.BootstrapServers);
        ClusterConfig b = MirrorWorld.Cluster("b", other.BootstrapServers);
        world.Start([a, b], [MirrorWorld.Mirror("a"), MirrorWorld.Mirror("b")]);
        await odd.WaitAsync(() => produced == 1);
        await world.DrainAsync("b");

        // Both are told to stop at once: when the other has gone, this one is being stopped.
        Task change = world.Fleet.ReconfigureAsync([], []);
        await other.WaitAsync(() => other.ConnectionsEnded > 0);
        odd.Release();
        await change;
        await world.Fleet.ReconfigureAsync([a], [MirrorWorld.Mirror("a")]);
        await world.AppendAsync("t", 0, "2");
        await world.DrainAsync("a");
        Assert.Equal("2", odd.Records("press-7.t")[^1].Value);
    }

    [Fact]
    public async Task Who_waits_for_a_mirror_that_is_replaced_waits_for_its_successor()
    {
        await using var silent = new FakeCluster();
        await using var cluster = new FakeCluster();
        silent.Script = static (_, _) => FakeVerdict.FallSilent;
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1");
        world.Start(silent);
        await silent.WaitAsync(() => silent.Brokers[0].Accepted > 0);
        Task drained = world.DrainAsync();
        ClusterConfig central = MirrorWorld.Cluster("central", cluster.BootstrapServers);
        await world.Fleet.ReconfigureAsync([central], [MirrorWorld.Mirror("central")]);
        await drained;
        Assert.Single(cluster.Records("press-7.t"));
    }

    [Fact]
    public async Task Who_waits_for_a_mirror_that_is_taken_out_is_told_so()
    {
        await using var silent = new FakeCluster();
        silent.Script = static (_, _) => FakeVerdict.FallSilent;
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1");
        world.Start(silent);
        await silent.WaitAsync(() => silent.Brokers[0].Accepted > 0);
        Task drained = world.DrainAsync();
        await world.Fleet.ReconfigureAsync([], []);
        await Assert.ThrowsAsync<ArgumentException>(() => drained);
    }

    [Fact]
    public async Task A_test_goes_step_by_step_and_says_what_is_wrong()
    {
        await using var cluster = new FakeCluster();
        cluster.CreateTopic("press-7.t", 1);
        cluster.Refused["press-7.t"] = ErrorCode.TopicAuthorizationFailed;
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1");
        world.Start(cluster);
        IReadOnlyList<MirrorTestStep> steps = await world.Fleet.TestAsync("central", CancellationToken.None);
        Assert.Equal(
            ["DNS", "TCP", "API", "metadata", "broker", "producer", "produce"],
            steps.Take(7).Select(step => step.Name.Split(' ')[0]));
        MirrorTestStep failed = Assert.Single(steps, step => !step.Succeeded);
        Assert.Equal("produce press-7.t", failed.Name);
        Assert.Contains("kafka-acls", failed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_ends_where_nothing_listens()
    {
        await using var cluster = new FakeCluster();
        await cluster.Brokers[0].StopAsync();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        world.Start(cluster);
        IReadOnlyList<MirrorTestStep> steps = await world.Fleet.TestAsync("central", CancellationToken.None);
        Assert.Equal(
            [("DNS 127.0.0.1", true), ($"TCP {cluster.BootstrapServers}", false), ("metadata", false)],
            steps.Select(step => (step.Name, step.Succeeded)));
    }

    [Fact]
    public async Task Waiting_for_an_unknown_mirror_says_where_the_known_ones_are_listed()
    {
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        world.Start([], []);
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => world.Fleet.WaitAsync("x", CancellationToken.None));
        Assert.Contains("edgelog mirrors status", error.Message, StringComparison.Ordinal);
    }
}
