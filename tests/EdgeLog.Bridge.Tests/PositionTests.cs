using System.Text;
using EdgeLog.Bridge.Tests.FakeKafka;
using EdgeLog.Records;
using EdgeLog.Storage;
using EdgeLog.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Bridge.Tests;

public sealed class PositionTests
{
    private const string PositionsTopic = "mm2-offsets.press-7.internal";

    [Fact]
    public async Task Positions_stand_in_the_target_in_connects_format()
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1", "2", "3");
        world.Start(cluster);
        await world.DrainAsync();
        await world.StopAsync();
        FakeRecord last = cluster.Records(PositionsTopic)[^1];
        Assert.Equal("""["central",{"cluster":"press-7","partition":0,"topic":"t"}]""", last.Key);
        Assert.StartsWith("""{"offset":2,"topicId":""", last.Value, StringComparison.Ordinal);
        Assert.Contains($"\"gateway\":\"{world.Log.Id}\"", last.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_restart_it_goes_on_where_it_was()
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1", "2");
        world.Start(cluster);
        await world.DrainAsync();
        await world.StopAsync();
        await world.ReopenAsync();
        await world.AppendAsync("t", 0, "3");
        world.Start(cluster);
        await world.DrainAsync();
        Assert.Equal(["1", "2", "3"], cluster.Records("press-7.t").Select(record => record.Value));
    }

    [Fact]
    public async Task A_target_that_lost_its_positions_topic_repeats_nothing_for_the_local_log_has_them()
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1", "2");
        world.Start(cluster);
        await world.DrainAsync();
        await world.StopAsync();
        cluster.CreateTopic(PositionsTopic, 1);
        world.Start(cluster);
        await world.DrainAsync();
        Assert.Equal(2, cluster.Records("press-7.t").Count);
    }

    [Fact]
    public async Task Of_two_positions_the_further_one_counts()
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1", "2", "3");
        Guid topicId = world.Log.Topics.Find("t")!.Id;
        var key = new PositionKey("central", MirrorWorld.Gateway, new TopicPartition("t", 0));
        PositionEntry At(long next) =>
            new(key, new Position(topicId, LeaderEpoch.None, new Offset(next)), world.Log.Id);
        await new LocalPositions(world.Log).SaveAsync([At(1)], default, CancellationToken.None);
        cluster.CreateTopic(PositionsTopic, 1);
        cluster.Partition(PositionsTopic).Append(Batch(At(2)));
        world.Start(cluster);
        await world.DrainAsync();
        Assert.Equal(["3"], cluster.Records("press-7.t").Select(record => record.Value));
    }

    [Fact]
    public async Task A_topic_created_anew_is_mirrored_from_its_beginning()
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1", "2");
        world.Start(cluster);
        await world.DrainAsync();
        await world.Log.Topics.DeleteAsync("t", CancellationToken.None);
        await world.AppendAsync("t", 0, "new");
        await cluster.WaitAsync(() => cluster.Records("press-7.t").Count == 3);
        Assert.Equal("new", cluster.Records("press-7.t")[^1].Value);
        Assert.Contains("created anew", string.Join('\n', world.Status().Findings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_of_a_topic_created_anew_are_not_taken_for_repeats_of_those_before()
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        string[] values = ["1", "2", "3"];
        foreach (string value in values)
        {
            await world.AppendAsync("t", 0, value);
            if (value == "1")
            {
                world.Start(cluster);
            }

            await world.DrainAsync();
            await cluster.WaitAsync(() => cluster.Records("press-7.t")[^1].Value == value);
            await world.Log.Topics.DeleteAsync("t", CancellationToken.None);
        }

        Assert.Equal(values, cluster.Records("press-7.t").Select(record => record.Value));
    }

    [Fact]
    public async Task A_topic_created_anew_while_the_mirror_stood_still_is_mirrored_from_its_beginning()
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1", "2");
        world.Start(cluster);
        await world.DrainAsync();
        await world.StopAsync();
        await world.Log.Topics.DeleteAsync("t", CancellationToken.None);
        await world.AppendAsync("t", 0, "a", "b", "c");
        world.Start(cluster);
        await world.DrainAsync();
        Assert.Equal(["1", "2", "a", "b", "c"], cluster.Records("press-7.t").Select(record => record.Value));
        Assert.Contains("created anew", string.Join('\n', world.Status().Findings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public async Task A_log_that_lost_its_tail_is_mirrored_from_where_it_was_cut_however_long_it_grew(int regrown)
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1", "2");
        Topic topic = world.Log.Topics.Find("t")!;
        var key = new PositionKey("central", MirrorWorld.Gateway, new TopicPartition("t", 0));
        var position = new Position(topic.Id, topic.Partitions[0].LeaderEpoch, new Offset(5));
        await new LocalPositions(world.Log).SaveAsync(
            [new PositionEntry(key, position, world.Log.Id)], default, CancellationToken.None);
        await world.ReopenAsKilledAsync();
        string[] grown = [.. Enumerable.Range(0, regrown).Select(i => $"new-{i}")];
        await world.AppendAsync("t", 0, grown);
        world.Start(cluster);
        await world.DrainAsync();
        Assert.Equal(grown, cluster.Records("press-7.t").Select(record => record.Value));
        Assert.Contains("lost its tail", string.Join('\n', world.Status().Findings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_gateway_of_the_same_name_stops_the_mirror_and_says_what_to_do()
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1");
        var key = new PositionKey("central", MirrorWorld.Gateway, new TopicPartition("t", 0));
        var position = new Position(Guid.NewGuid(), LeaderEpoch.None, new Offset(9));
        var foreign = new PositionEntry(key, position, Guid.NewGuid());
        cluster.CreateTopic(PositionsTopic, 1);
        cluster.Partition(PositionsTopic).Append(Batch(foreign));
        world.Start(cluster);
        await cluster.WaitAsync(() => world.Fleet.Status.Any(status => status.State == MirrorState.Stopped));
        Assert.Contains("gateway.name", world.Status().LastError!, StringComparison.Ordinal);
        Assert.False(cluster.HasTopic("press-7.t"));
    }

    [Fact]
    public async Task What_was_deleted_before_it_was_mirrored_is_counted_and_said()
    {
        await using var cluster = new FakeCluster();
        var logTime = new FakeTime();
        await using MirrorWorld world = await MirrorWorld.OpenWithLogTimeAsync(logTime);
        await world.CreateTopicAsync("t", 1, ("segment.bytes", "65536"));
        await world.AppendAsync("t", 0, "first");
        world.Start(cluster);
        await world.DrainAsync();
        await world.StopAsync();
        for (int i = 0; i < 20; i++)
        {
            await world.AppendAsync("t", 0, new string('x', 30_000));
        }

        await world.Log.Topics.AlterConfigAsync(
            "t", new Dictionary<string, string?> { ["retention.bytes"] = "100000" }, CancellationToken.None);
        Partition partition = world.Log.Topics.Find("t")!.Partitions[0];
        await KeepHouseUntilAsync(logTime, () => partition.LogStartOffset.Value > 1);
        long lost = partition.LogStartOffset.Value - 1;
        world.Start(cluster);
        await world.DrainAsync();
        Assert.Equal(lost, world.Status().GapRecords);
        Assert.Equal(21 - lost, cluster.Records("press-7.t").Count);
        Assert.Contains("were deleted here before they were mirrored", world.Lines, StringComparison.Ordinal);
        IReadOnlyList<Gap> gaps = world.Log.Gaps.Read("t");
        Assert.Equal((GapReason.Mirrored, 0, 0), (gaps[0].Reason, gaps[0].FirstOffset, gaps[0].LastOffset));
        Assert.Equal((GapReason.Expired, 1), (gaps[1].Reason, gaps[1].FirstOffset));
        Assert.All(gaps.Skip(1), gap => Assert.Equal(["central"], gap.Mirrors));
        Assert.Equal(lost, gaps.Where(gap => gap.IsLoss).Sum(gap => gap.Count));
    }

    [Fact]
    public async Task What_goes_after_a_mirror_left_the_file_is_no_loss_and_nothing_goes_before_one_has_spoken()
    {
        await using var cluster = new FakeCluster();
        var logTime = new FakeTime();
        await using MirrorWorld world = await MirrorWorld.OpenWithLogTimeAsync(logTime);
        await world.CreateTopicAsync("t", 1, ("segment.bytes", "65536"), ("retention.bytes", "100000"));
        var fleet = new MirrorFleet(
            world.Log, MirrorWorld.Gateway, [MirrorWorld.Cluster("central", cluster.BootstrapServers)],
            [MirrorWorld.Mirror("central")], TimeProvider.System, NullLoggerFactory.Instance);
        for (int i = 0; i < 20; i++)
        {
            await world.AppendAsync("t", 0, new string('x', 30_000));
        }

        Partition partition = world.Log.Topics.Find("t")!.Partitions[0];
        logTime.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, partition.LogStartOffset.Value);
        await fleet.ReconfigureAsync([], []);
        await KeepHouseUntilAsync(logTime, () => partition.LogStartOffset.Value > 1);
        Assert.All(world.Log.Gaps.Read("t"), gap => Assert.Equal(GapReason.Retention, gap.Reason));
    }

    [Fact]
    public void Somebody_elses_offsets_are_left_alone()
    {
        Assert.Null(ReadBack("""["file-source",{"filename":"x"}]""", """{"position":3}"""));
        Assert.Null(ReadBack(
            """["MirrorSourceConnector",{"cluster":"A","partition":0,"topic":"t"}]""", """{"offset":3}"""));
        Assert.Null(ReadBack("no json", "no json"));
        Assert.Null(ReadBack("{}", "3"));
    }

    private static async Task KeepHouseUntilAsync(FakeTime time, Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private static PositionEntry? ReadBack(string key, string value)
    {
        using RecordRun run = RecordRun.Rent();
        run.BeginRecord(0);
        run.WriteKey(Encoding.UTF8.GetBytes(key));
        run.WriteValue(Encoding.UTF8.GetBytes(value));
        run.BeginHeaders(0);
        run.EndRecord();
        using var records = new RecordBatchReader(Batch(run), Offset.Zero);
        Assert.True(records.MoveNext());
        return PositionFormat.Read(records.Current);
    }

    private static byte[] Batch(PositionEntry entry)
    {
        using RecordRun run = PositionTable.Encode([entry], default);
        return Batch(run);
    }

    private static byte[] Batch(RecordRun run)
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(Offset.Zero, LeaderEpoch.None, int.MaxValue);
        foreach (RecordRunEntry entry in run.Read())
        {
            builder.TryAdd(entry);
        }

        return builder.Build(CompressionCodec.None).ToArray();
    }
}
