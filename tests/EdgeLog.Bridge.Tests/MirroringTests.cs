using EdgeLog.Bridge.Tests.FakeKafka;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Records;
using EdgeLog.Testing;

namespace EdgeLog.Bridge.Tests;

public sealed class MirroringTests
{
    [Fact]
    public async Task What_is_in_the_log_arrives_with_key_value_headers_time_and_partition()
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.CreateTopicAsync("plant.press", 3);
        await world.AppendAsync("plant.press", 2, "a", "bb", "ccc");
        world.Start(cluster);
        await world.DrainAsync();

        Assert.Equal(3, cluster.PartitionCount("press-7.plant.press"));
        Assert.Empty(cluster.Records("press-7.plant.press", 0));
        FakeRecord[] expected =
        [
            new(0, "ka", "a", 1_700_000_000_001, "unit=celsius"),
            new(1, "kbb", "bb", 1_700_000_000_002, "unit=celsius"),
            new(2, "kccc", "ccc", 1_700_000_000_003, "unit=celsius"),
        ];
        Assert.Equal(expected, cluster.Records("press-7.plant.press", 2));
    }

    [Fact]
    public async Task Times_given_by_a_wrong_clock_arrive_corrected()
    {
        var time = new FakeTime();
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenWithLogTimeAsync(time);
        await world.CreateTopicAsync("t");
        DateTimeOffset before = time.GetUtcNow();
        await world.AppendStampedAsync("t", "right");
        time.SetWallClock(before.AddYears(-10));
        await world.AppendStampedAsync("t", "wrong");
        await world.AppendStampedAsync("t", "wrong too");
        time.SetWallClock(before.AddDays(1));
        await world.AppendStampedAsync("t", "right again");
        world.Start(cluster);
        await world.DrainAsync();
        long known = before.ToUnixTimeMilliseconds();
        long corrected = before.AddDays(1).ToUnixTimeMilliseconds();
        Assert.Equal(
            [known, corrected, corrected, corrected],
            cluster.Records("press-7.t").Select(record => record.TimestampMs));
        Assert.All(
            cluster.Partition("press-7.t").Batches,
            batch => Assert.Equal(TimeTrust.Trusted, RecordBatchHeader.Read(batch).TimeTrust));
    }

    [Fact]
    public async Task What_is_appended_later_and_topics_that_are_new_arrive_too()
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        world.Start(cluster);
        await world.AppendAsync("first", 0, "1");
        await cluster.WaitAsync(() => cluster.Records("press-7.first").Count == 1);
        await world.AppendAsync("second", 0, "2");
        await cluster.WaitAsync(() => cluster.Records("press-7.second").Count == 1);
        Assert.Equal(MirrorState.Ok, world.Status().State);
    }

    [Fact]
    public async Task Small_batches_become_large_ones()
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        for (int i = 0; i < 50; i++)
        {
            await world.AppendAsync("t", 0, $"{i}");
        }

        world.Start(cluster);
        await world.DrainAsync();
        IEnumerable<string> expected = Enumerable.Range(0, 50).Select(i => $"{i}");
        Assert.Equal(expected, cluster.Records("press-7.t").Select(record => record.Value));
        Assert.True(cluster.Partition("press-7.t").Batches.Count <= 2, "fifty batches of one record were not merged");
    }

    [Fact]
    public async Task The_gateways_own_topics_excluded_ones_and_those_from_the_target_stay()
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("central.commands", 0, "x");
        await world.AppendAsync("sensors.debug", 0, "x");
        await world.AppendAsync("sensors", 0, "x");
        MirrorConfig mirror = MirrorWorld.Mirror("central") with { TopicsExclude = [@"sensors\.debug"] };
        world.Start([MirrorWorld.Cluster("central", cluster.BootstrapServers)], [mirror]);
        await world.DrainAsync();
        Assert.True(cluster.HasTopic("press-7.sensors"));
        Assert.False(cluster.HasTopic("press-7.sensors.debug"));
        Assert.False(cluster.HasTopic("press-7.central.commands"));
        Assert.False(cluster.HasTopic("press-7.__edgelog_connect"));
        string finding = Assert.Single(world.Status().Findings);
        Assert.StartsWith("central.commands: is not mirrored", finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_identity_policy_topics_keep_their_names()
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1");
        MirrorConfig mirror = MirrorWorld.Mirror("central") with
        {
            ReplicationPolicyClass = "org.apache.kafka.connect.mirror.IdentityReplicationPolicy",
        };
        world.Start([MirrorWorld.Cluster("central", cluster.BootstrapServers)], [mirror]);
        await world.DrainAsync();
        Assert.Single(cluster.Records("t"));
    }

    [Fact]
    public async Task Partitions_added_here_are_added_there()
    {
        await using var cluster = new FakeCluster();
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1");
        world.Start(cluster);
        await world.DrainAsync();
        await world.Log.Topics.AddPartitionsAsync("t", 2, CancellationToken.None);
        await world.AppendAsync("t", 1, "2");
        await cluster.WaitAsync(() =>
            cluster.PartitionCount("press-7.t") == 2 && cluster.Records("press-7.t", 1).Count == 1);
        Assert.Equal("2", cluster.Records("press-7.t", 1)[0].Value);
    }

    [Fact]
    public async Task A_broker_that_knows_only_old_api_versions_is_asked_in_those()
    {
        await using var cluster = new FakeCluster { ApiVersionsMax = 0 };
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("t", 0, "1");
        world.Start(cluster);
        await world.DrainAsync();
        Assert.Single(cluster.Records("press-7.t"));
    }

    [Fact]
    public async Task A_batch_too_large_for_the_target_is_cut()
    {
        await using var cluster = new FakeCluster();
        cluster.CreateTopic("press-7.t", 1);
        cluster.Partition("press-7.t").MaxMessageBytes = 500;
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        string[] values = [.. Enumerable.Range(0, 40).Select(i => $"{i}-{new string('x', 50)}")];
        await world.AppendAsync("t", 0, values);
        world.Start(cluster);
        await world.DrainAsync();
        Assert.Equal(values, cluster.Records("press-7.t").Select(record => record.Value));
    }

    [Fact]
    public async Task A_record_too_large_for_the_target_holds_up_its_topic_and_no_other()
    {
        await using var cluster = new FakeCluster();
        cluster.CreateTopic("press-7.big", 1);
        cluster.Partition("press-7.big").MaxMessageBytes = 500;
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("big", 0, new string('x', 1000));
        world.Start(cluster);
        await cluster.WaitAsync(() => cluster.ProduceRequests > 1);
        await world.AppendAsync("small", 0, "1");
        await cluster.WaitAsync(() => cluster.Records("press-7.small").Count == 1);
        MirrorStatus status = world.Status();
        Assert.Equal(MirrorState.Refused, status.State);
        MirrorTopicStatus waiting = Assert.Single(status.WaitingTopics);
        Assert.Equal(("big", "MESSAGE_TOO_LARGE", 1), (waiting.Topic, waiting.Error, waiting.BacklogRecords));

        cluster.Partition("press-7.big").MaxMessageBytes = 5000;
        await world.DrainAsync();
        Assert.Single(cluster.Records("press-7.big"));
        Assert.Empty(world.Status().WaitingTopics);
    }

    [Fact]
    public async Task A_topic_that_may_not_be_written_waits_and_the_others_go_on()
    {
        await using var cluster = new FakeCluster();
        cluster.Refused["press-7.secret"] = ErrorCode.TopicAuthorizationFailed;
        await using MirrorWorld world = await MirrorWorld.OpenAsync();
        await world.AppendAsync("secret", 0, "1", "2");
        await world.AppendAsync("open", 0, "1");
        world.Start(cluster);
        await cluster.WaitAsync(() => cluster.Records("press-7.open").Count == 1);
        await world.AppendAsync("open", 0, "2");
        await cluster.WaitAsync(() => cluster.Records("press-7.open").Count == 2);
        MirrorTopicStatus waiting = Assert.Single(world.Status().WaitingTopics);
        Assert.Equal("TOPIC_AUTHORIZATION_FAILED", waiting.Error);
        Assert.Contains("TOPIC_AUTHORIZATION_FAILED for press-7.secret", world.Lines, StringComparison.Ordinal);

        cluster.Refused.Clear();
        await world.DrainAsync();
        Assert.Equal(2, cluster.Records("press-7.secret").Count);
    }
}
