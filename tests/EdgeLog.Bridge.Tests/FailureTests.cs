using EdgeLog.Bridge.Tests.FakeKafka;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Testing;

namespace EdgeLog.Bridge.Tests;

public sealed class FailureTests
{
    [Fact]
    public async Task A_target_that_is_away_is_tried_again_and_nothing_is_lost()
    {
        await using var cluster = new FakeCluster();
        await cluster.Brokers[0].StopAsync();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1", "2");
        world.Start(cluster);
        await UntilAsync(() => world.Fleet.Status.Count == 1 && world.Status().Attempt > 2);
        MirrorStatus down = world.Status();
        Assert.Equal(MirrorState.Down, down.State);
        Assert.Equal(2, down.BacklogRecords);
        Assert.Contains("connection refused", down.LastError!, StringComparison.Ordinal);
        Assert.NotNull(down.OldestAge);

        cluster.Brokers[0].Start();
        await world.DrainAsync();
        Assert.Equal(["1", "2"], cluster.Records("press-7.t").Select(record => record.Value));
        Assert.Equal((MirrorState.Ok, 0), (world.Status().State, world.Status().Attempt));
    }

    [Fact]
    public async Task Errors_that_soon_pass_are_not_waited_out_as_long_as_a_target_that_is_away()
    {
        await using var cluster = new FakeCluster();
        foreach (int _ in Enumerable.Range(0, 4))
        {
            cluster.ProducerIdErrors.Enqueue(ErrorCode.CoordinatorLoadInProgress);
            cluster.OffsetErrors.Enqueue(ErrorCode.NotLeaderOrFollower);
        }

        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1");
        ClusterConfig target = MirrorWorld.Cluster("central", cluster.BootstrapServers);
        target = target with
        {
            Properties = new Dictionary<string, string>(target.Properties)
            {
                ["retry.backoff.ms"] = "1",
                ["reconnect.backoff.ms"] = "10m",
                ["reconnect.backoff.max.ms"] = "10m",
            },
        };
        world.Start([target], [MirrorWorld.Mirror("central")]);
        await world.DrainAsync();
        Assert.Equal("1", Assert.Single(cluster.Records("press-7.t")).Value);
        Assert.Empty(cluster.ProducerIdErrors);
        Assert.Empty(cluster.OffsetErrors);
        Assert.DoesNotContain("COORDINATOR_LOAD_IN_PROGRESS", world.Lines, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FakeVerdict.DropUnseen)]
    [InlineData(FakeVerdict.DropAnswer)]
    internal async Task A_connection_that_ends_under_way_makes_no_gap_and_no_repeat(FakeVerdict verdict)
    {
        await using var cluster = new FakeCluster();
        int produced = 0;
        cluster.Script = (api, _) => api == ApiKey.Produce && ++produced % 3 == 0 ? verdict : FakeVerdict.Answer;
        var limits = new MirrorLimits { MergedBatchBytes = 256, PositionInterval = TimeSpan.FromMinutes(1) };
        await using MirrorWorld world = await MirrorWorld.OpenAsync(limits: limits);
        string[] values = [.. Enumerable.Range(0, 200).Select(i => $"{i}")];
        foreach (string[] few in values.Chunk(5))
        {
            await world.AppendAsync("t", 0, few);
        }

        world.Start(cluster);
        await world.DrainAsync();
        Assert.Equal(values, cluster.Records("press-7.t").Select(record => record.Value));
        Assert.Equal(0, world.Status().DuplicatesPossible);
        Assert.True(world.Status().Retries > 0);
    }

    [Fact]
    public async Task A_leader_that_moves_is_found_and_order_is_kept()
    {
        await using var cluster = new FakeCluster(brokers: 3);
        cluster.CreateTopic("press-7.t", 1);
        int produced = 0;
        cluster.Script = (api, _) =>
        {
            if (api == ApiKey.Produce && ++produced % 4 == 0)
            {
                cluster.MoveLeader("press-7.t", 0, (produced / 4 % 3) + 1);
            }

            return FakeVerdict.Answer;
        };
        var limits = new MirrorLimits { MergedBatchBytes = 256 };
        await using MirrorWorld world = await MirrorWorld.OpenAsync(limits: limits);
        string[] values = [.. Enumerable.Range(0, 100).Select(i => $"{i}")];
        foreach (string[] few in values.Chunk(5))
        {
            await world.AppendAsync("t", 0, few);
        }

        world.Start(cluster);
        await world.DrainAsync();
        Assert.Equal(values, cluster.Records("press-7.t").Select(record => record.Value));
    }

    [Fact]
    public async Task A_broker_that_dies_leaves_the_partitions_of_the_others_going()
    {
        await using var cluster = new FakeCluster(brokers: 2);
        cluster.CreateTopic("press-7.t", 2);
        cluster.CreateTopic("mm2-offsets.press-7.internal", 1);
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.CreateTopicAsync("t", 2);
        await world.AppendAsync("t", 0, "a");
        await world.AppendAsync("t", 1, "b");
        world.Start(cluster);
        await world.DrainAsync();
        await cluster.Brokers[1].StopAsync();
        await world.AppendAsync("t", 1, "b2");
        await world.AppendAsync("t", 0, "a2");
        await cluster.WaitAsync(() => cluster.Records("press-7.t", 0).Count == 2);
        cluster.MoveLeader("press-7.t", 1, 1);
        await world.DrainAsync();
        Assert.Equal(["b", "b2"], cluster.Records("press-7.t", 1).Select(record => record.Value));
    }

    [Fact]
    public async Task A_link_that_is_up_but_silent_is_given_up_and_made_anew()
    {
        await using var cluster = new FakeCluster();
        var time = new FakeTime();
        bool isSilent = false;
        cluster.Script = (api, _) => isSilent && api == ApiKey.Produce ? FakeVerdict.FallSilent : FakeVerdict.Answer;
        await using MirrorWorld world = await MirrorWorld.OpenAsync(time);
        await world.AppendAsync("t", 0, "1");
        world.Start(cluster);
        await AdvanceUntilAsync(time, world.DrainAsync());
        int before = cluster.Brokers[0].Accepted;
        isSilent = true;
        await world.AppendAsync("t", 0, "2");
        await AdvanceUntilAsync(time, cluster.WaitAsync(() => cluster.Brokers[0].Accepted > before));
        isSilent = false;
        await AdvanceUntilAsync(time, world.DrainAsync());
        Assert.Equal(["1", "2"], cluster.Records("press-7.t").Select(record => record.Value));
        Assert.Contains("is silent for 30 s", world.Lines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quiet_link_that_died_is_noticed_although_there_is_nothing_to_send()
    {
        await using var cluster = new FakeCluster();
        var time = new FakeTime();
        bool isSilent = false;
        cluster.Script = (_, _) => isSilent ? FakeVerdict.FallSilent : FakeVerdict.Answer;
        await using MirrorWorld world = await MirrorWorld.OpenAsync(time);
        await world.AppendAsync("t", 0, "1");
        world.Start(cluster);
        await AdvanceUntilAsync(time, world.DrainAsync());
        isSilent = true;
        await AdvanceUntilAsync(time, UntilAsync(() => world.Status().State == MirrorState.Down));
        isSilent = false;
        await AdvanceUntilAsync(time, UntilAsync(() => world.Status().State == MirrorState.Ok));
        Assert.Single(cluster.Records("press-7.t"));
    }

    [Theory]
    [InlineData(ErrorCode.OutOfOrderSequenceNumber)]
    [InlineData(ErrorCode.UnknownProducerId)]
    [InlineData(ErrorCode.InvalidProducerEpoch)]
    public async Task A_target_that_lost_our_sequence_gets_all_that_is_not_acknowledged_anew(ErrorCode error)
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1");
        world.Start(cluster);
        await world.DrainAsync();
        cluster.Partition("press-7.t").ForgetSequences();
        cluster.ProduceErrors.Enqueue(error);
        await world.AppendAsync("t", 0, "2");
        await world.DrainAsync();
        await world.AppendAsync("t", 0, "3");
        await world.DrainAsync();
        Assert.Equal(["1", "2", "3"], cluster.Records("press-7.t").Select(record => record.Value));
        Assert.Equal(0, world.Status().DuplicatesPossible);
    }

    [Theory]
    [InlineData(ErrorCode.NotEnoughReplicas)]
    [InlineData(ErrorCode.RequestTimedOut)]
    [InlineData(ErrorCode.KafkaStorageError)]
    [InlineData(ErrorCode.UnknownTopicOrPartition)]
    public async Task Errors_that_pass_are_retried(ErrorCode error)
    {
        await using var cluster = new FakeCluster();
        for (int i = 0; i < 3; i++)
        {
            cluster.ProduceErrors.Enqueue(error);
        }

        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1", "2");
        world.Start(cluster);
        await world.DrainAsync();
        Assert.Equal(["1", "2"], cluster.Records("press-7.t").Select(record => record.Value));
    }

    [Fact]
    public async Task Two_targets_do_not_hold_each_other_up()
    {
        await using var good = new FakeCluster();
        await using var silent = new FakeCluster();
        silent.Script = static (_, _) => FakeVerdict.FallSilent;
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        world.Start(
            [
                MirrorWorld.Cluster("good", good.BootstrapServers),
                MirrorWorld.Cluster("silent", silent.BootstrapServers),
            ],
            [MirrorWorld.Mirror("good"), MirrorWorld.Mirror("silent")]);
        await silent.WaitAsync(() => silent.Brokers[0].Accepted > 0);
        await world.AppendAsync("t", 0, "1");
        await world.DrainAsync("good");
        Assert.Single(good.Records("press-7.t"));
        Assert.Equal(MirrorState.Connecting, world.Status("silent").State);
        Assert.Equal(1, world.Status("silent").BacklogRecords);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Lets fake time pass, a little at every look, until the awaited has come.</summary>
    private static async Task AdvanceUntilAsync(FakeTime time, Task awaited)
    {
        while (!awaited.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Yield();
        }

        await awaited;
    }
}
