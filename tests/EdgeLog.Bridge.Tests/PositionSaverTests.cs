using EdgeLog.Bridge.Tests.FakeKafka;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Records;
using EdgeLog.Storage;
using EdgeLog.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Bridge.Tests;

public sealed class PositionSaverTests
{
    private const string PositionsTopic = "mm2-offsets.press-7.internal";

    [Fact]
    public async Task Nothing_is_due_once_the_topic_that_moved_is_gone()
    {
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1");
        MirrorContext context = Context(world);
        var topics = new MirrorTopics(world.Log, context.Settings, context.Report, context.Signal);
        topics.Refresh();
        var saver = new PlaceSaver(context, topics, new PositionPlace(
            "nowhere",
            static (_, _) => Task.CompletedTask,
            static partition => partition.SavedInLog,
            static (partition, position) => partition.SavedInLog = position));
        topics.All[0].Partitions[0].Plan(new MirrorBatch
        {
            From = Offset.Zero,
            Next = new Offset(1),
            LeaderEpoch = LeaderEpoch.None,
            RecordCount = 0,
            SourceBytes = 0,
            SizeBytes = 0,
            TimestampMs = -1,
        });
        saver.Turn(CancellationToken.None);
        Assert.NotEqual(long.MaxValue, saver.DueAt);
        await world.Log.Topics.DeleteAsync("t", CancellationToken.None);
        topics.Refresh();
        saver.Turn(CancellationToken.None);
        Assert.Equal(long.MaxValue, saver.DueAt);
    }

    [Fact]
    public async Task A_target_that_does_not_take_positions_for_now_delays_none_here()
    {
        await using var cluster = new FakeCluster();
        cluster.CreateTopic(PositionsTopic, 1);
        cluster.Refused[PositionsTopic] = ErrorCode.NotEnoughReplicas;
        var limits = new MirrorLimits { PositionInterval = TimeSpan.FromMilliseconds(20) };
        await using MirrorWorld world = await MirrorWorld.OpenAsync(limits: limits);
        world.Start(cluster);
        for (int count = 1; count <= 3; count++)
        {
            await world.AppendAsync("t", 0, $"{count}");
            await UntilAsync(() => LocalNext(world) == count);
        }
    }

    [Fact]
    public async Task More_positions_than_fit_one_batch_are_all_saved()
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await using var client = new KafkaClient(new ClientWorld(
            Context(world, cluster.BootstrapServers).Client, TcpDialer.DialAsync, TimeProvider.System));
        await client.DescribeAsync([], CancellationToken.None);
        var target = new TargetPositions(client, PositionsTopic, 1, new LoopTimes(TimeProvider.System));
        string name = new('t', 240);
        PositionEntry[] entries =
        [
            .. Enumerable.Range(0, 6000).Select(i => new PositionEntry(
                new PositionKey("central", MirrorWorld.Gateway, new TopicPartition(name, i)),
                new Position(Guid.NewGuid(), LeaderEpoch.None, new Offset(i)),
                world.Log.Id)),
        ];
        await target.SaveAsync(entries, CancellationToken.None);
        Assert.Equal(entries, await target.LoadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_save_that_gets_no_answer_does_not_hold_up_a_stop()
    {
        await using var cluster = new FakeCluster();
        cluster.CreateTopic(PositionsTopic, 1);
        int produced = 0;
        cluster.Script = (api, _) =>
            api == ApiKey.Produce && ++produced == 2 ? FakeVerdict.FallSilent : FakeVerdict.Answer;
        var limits = new MirrorLimits
        {
            PositionInterval = TimeSpan.FromMilliseconds(1),
            StopTimeout = TimeSpan.FromMilliseconds(100),
        };
        await using MirrorWorld world = await MirrorWorld.OpenAsync(limits: limits);
        await world.AppendAsync("t", 0, "1");
        world.Start(cluster);
        await cluster.WaitAsync(() => produced == 2);

        // Less than the 30 s after which a silent link is given up.
        await world.StopAsync();
        Assert.Equal(1, LocalNext(world));
    }

    private static long LocalNext(MirrorWorld world) =>
        new LocalPositions(world.Log).Load().SingleOrDefault()?.Position?.Next.Value ?? 0;

    private static MirrorContext Context(MirrorWorld world, string bootstrapServers = "127.0.0.1:1")
    {
        var plan = new FleetPlan(
            MirrorWorld.Gateway, [MirrorWorld.Cluster("central", bootstrapServers)], [MirrorWorld.Mirror("central")]);
        MirrorPlan mirror = plan.Mirrors[0];
        return new MirrorContext
        {
            Log = world.Log,
            Settings = mirror.Settings,
            Client = mirror.Client,
            Limits = world.Limits,
            BufferBytes = world.Limits.BufferBytes,
            Times = new LoopTimes(new FakeTime()),
            Dial = TcpDialer.DialAsync,
            Logger = NullLogger.Instance,
            Report = new MirrorReport("central", NullLogger.Instance),
            Backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), new Random(1)),
        };
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
