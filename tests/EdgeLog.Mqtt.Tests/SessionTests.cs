using EdgeLog.Testing;
using Xunit;
using static EdgeLog.Mqtt.Tests.Wire;

namespace EdgeLog.Mqtt.Tests;

public sealed class SessionTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_client_that_comes_back_gets_all_that_its_subscriptions_matched_in_order(int level)
    {
        await using var fixture = await ServerFixture.StartAsync(
            new MqttRouteConfig { Filter = "b/#", Topic = "other" });
        var (client, _) = await fixture.ResumeAsync(level, "c");
        await client.SubscribeAsync(("a/+", 1), ("b/#", 2));
        await client.LeaveAsync(Disconnect());
        var publisher = await fixture.ConnectAsync(5, "pub");
        for (var i = 1; i <= 200; i++)
        {
            await publisher.StoreAsync("a/1", $"a{i}", i);
            await publisher.StoreOnceAsync("b/1", $"b{i}", i);
            await publisher.StoreAsync("c/1", "none of it", i);
        }

        var (back, isPresent) = await fixture.ResumeAsync(level, "c");
        Assert.True(isPresent);
        var all = await back.TakeAsync(400);
        Assert.Equal(Enumerable.Range(1, 200).Select(i => $"a{i}"), all.Where(payload => payload[0] == 'a'));
        Assert.Equal(Enumerable.Range(1, 200).Select(i => $"b{i}"), all.Where(payload => payload[0] == 'b'));
        await publisher.StoreAsync("a/1", "live");
        Assert.Equal("live", (await back.TakeAsync()).PayloadText(level == 5));
        await back.PingAsync();
    }

    [Fact]
    public async Task A_session_survives_a_restart_with_its_subscriptions_and_place()
    {
        using var directory = new TemporaryDirectory();
        await using (var fixture = await ServerFixture.StartInAsync(directory))
        {
            var (client, _) = await fixture.ResumeAsync(4, "c");
            await client.SubscribeAsync(("a", 1), ("gone", 1));
            await client.SendAsync(Unsubscribe(4, 3, "gone"));
            await client.ExpectAsync(PacketType.Unsuback);
            var publisher = await fixture.ConnectAsync(4, "pub");
            await publisher.StoreAsync("a", "1");
            Assert.Equal(["1"], await client.TakeAsync(1));
            await client.LeaveAsync(Disconnect());
            await publisher.StoreAsync("a", "2");
            await publisher.StoreAsync("gone", "x");
        }

        await using var again = await ServerFixture.StartInAsync(directory);
        var other = await again.ConnectAsync(4, "pub");
        await other.StoreAsync("a", "3");
        var (back, isPresent) = await again.ResumeAsync(4, "c");
        Assert.True(isPresent);
        Assert.Equal(["2", "3"], await back.TakeAsync(2));
        await back.PingAsync();
    }

    [Fact]
    public async Task A_topic_that_is_new_since_the_client_left_is_read_from_its_start()
    {
        using var directory = new TemporaryDirectory();
        await using (var fixture = await ServerFixture.StartInAsync(directory, Routed))
        {
            var (client, _) = await fixture.ResumeAsync(5, "c");
            await client.SubscribeAsync(("#", 1));
            await client.LeaveAsync();
            var publisher = await fixture.ConnectAsync(4, "pub");
            await publisher.StoreAsync("new", "1");
        }

        await using var again = await ServerFixture.StartInAsync(directory, Routed);
        var (back, _) = await again.ResumeAsync(5, "c");
        Assert.Equal(["1"], await back.TakeAsync(1));
    }

    private static MqttServerOptions Routed => new()
    {
        Routes = [new MqttRouteConfig { Filter = "{t}", Topic = "of-{t}" }],
    };

    [Fact]
    public async Task What_came_before_a_subscription_is_not_for_it_though_the_session_has_yet_to_read_it()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var narrow = Properties(Join([0x11], Int32(100)), Join([0x21], Int16(1)));
        var (client, _) = await fixture.ResumeAsync(5, "c", properties: narrow);
        await client.SubscribeAsync(("a", 1));
        var publisher = await fixture.ConnectAsync(4, "pub");
        foreach (var i in Enumerable.Range(1, 3))
        {
            await publisher.StoreAsync("a", $"a{i}");
            await publisher.StoreAsync("b", $"early{i}");
        }

        var first = await client.ExpectAsync(PacketType.Publish);
        await client.SubscribeAsync(("b", 1));
        await publisher.StoreAsync("b", "late");
        await client.SendAsync(Puback(first.Id));
        Assert.Equal(["a2", "a3", "late"], await client.TakeAsync(3));
        await client.PingAsync();
    }

    [Fact]
    public async Task What_was_on_its_way_is_sent_again_with_the_same_identifiers_and_then_the_rest()
    {
        using var directory = new TemporaryDirectory();
        var ids = new List<int>();
        await using (var fixture = await ServerFixture.StartInAsync(directory))
        {
            var (client, _) = await fixture.ResumeAsync(4, "c");
            await client.SubscribeAsync(("a", 1));
            var publisher = await fixture.ConnectAsync(4, "pub");
            foreach (var i in Enumerable.Range(1, 5))
            {
                await publisher.StoreAsync("a", $"{i}");
                ids.Add((await client.ExpectAsync(PacketType.Publish)).Id);
            }

            await client.SendAsync(Puback(ids[1]));
            await client.PingAsync();
            await client.LeaveAsync();
        }

        await using var again = await ServerFixture.StartInAsync(directory);
        var (back, _) = await again.ResumeAsync(4, "c");
        foreach (var i in new[] { 1, 3, 4, 5 })
        {
            var packet = await back.TakeAsync();
            Assert.Equal(($"{i}", ids[i - 1], true), (packet.PayloadText(false), packet.Id, packet.IsDuplicate));
        }

        var other = await again.ConnectAsync(4, "pub");
        await other.StoreAsync("a", "6");
        var last = await back.TakeAsync();
        Assert.Equal(("6", false), (last.PayloadText(false), last.IsDuplicate));
    }

    [Fact]
    public async Task A_clean_start_ends_the_session_and_leaves_nothing_of_it()
    {
        using var directory = new TemporaryDirectory();
        await using (var fixture = await ServerFixture.StartInAsync(directory))
        {
            var (client, _) = await fixture.ResumeAsync(4, "c");
            await client.SubscribeAsync(("a", 1));
            await client.LeaveAsync(Disconnect());
            var (fresh, isPresent) = await fixture.ResumeAsync(4, "c", isClean: true);
            Assert.False(isPresent);
            await fresh.StoreAsync("a", "1");
            await fresh.PingAsync();
            await fresh.LeaveAsync(Disconnect());
            Assert.Equal(0, fixture.Server.Statistics.StoredSessions);
        }

        await using var again = await ServerFixture.StartInAsync(directory);
        Assert.Equal(0, again.Server.Statistics.StoredSessions);
        Assert.False((await again.ResumeAsync(4, "c")).IsPresent);
    }

    [Fact]
    public async Task A_session_ends_when_its_time_is_over_and_a_DISCONNECT_may_change_that_time()
    {
        var time = new FakeTime();
        using var directory = new TemporaryDirectory();
        await using var fixture = await ServerFixture.StartInAsync(directory, time: time);
        var (client, _) = await fixture.ResumeAsync(5, "c", properties: SessionExpiry(10));
        await client.LeaveAsync(Disconnect());
        time.Advance(TimeSpan.FromSeconds(9));
        (client, var isPresent) = await fixture.ResumeAsync(5, "c", properties: SessionExpiry(10));
        Assert.True(isPresent);
        await client.LeaveAsync(Packet(0xE0, [0], SessionExpiry(100)));
        time.Advance(TimeSpan.FromSeconds(50));
        (client, isPresent) = await fixture.ResumeAsync(5, "c", properties: SessionExpiry(10));
        Assert.True(isPresent);
        await client.LeaveAsync(Disconnect());
        time.Advance(TimeSpan.FromSeconds(11));
        (client, isPresent) = await fixture.ResumeAsync(5, "c", properties: SessionExpiry(10));
        Assert.False(isPresent);
        await client.LeaveAsync(Packet(0xE0, [0], SessionExpiry(0)));
        Assert.Equal(0, fixture.Server.Statistics.StoredSessions);
    }

    [Fact]
    public async Task A_second_connection_takes_the_session_over_with_all_that_is_under_way()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var (first, _) = await fixture.ResumeAsync(5, "c");
        await first.SubscribeAsync(("a", 1));
        var publisher = await fixture.ConnectAsync(5, "pub");
        await publisher.StoreAsync("a", "1");
        var packet = await first.ExpectAsync(PacketType.Publish);
        var (second, isPresent) = await fixture.ResumeAsync(5, "c");
        Assert.True(isPresent);
        Assert.Equal(0x8E, (await first.ExpectAsync(PacketType.Disconnect)).Reason);
        var again = await second.TakeAsync();
        Assert.Equal((packet.Id, true), (again.Id, again.IsDuplicate));
    }

    [Fact]
    public async Task Records_that_retention_took_are_counted_as_missed_and_the_rest_comes()
    {
        var time = new FakeTime();
        await using var fixture = await ServerFixture.StartByLogTimeAsync(time);
        var (client, _) = await fixture.ResumeAsync(5, "c");
        await client.SubscribeAsync(("a", 1));
        await client.LeaveAsync();
        var publisher = await fixture.ConnectAsync(5, "pub");
        var large = new string('x', 60_000);
        await publisher.StoreAsync("a", large);
        await fixture.Log.Topics.AlterConfigAsync(
            "mqtt",
            new Dictionary<string, string?> { ["segment.bytes"] = "65536", ["retention.bytes"] = "65536" },
            CancellationToken.None);
        for (var i = 2; i <= 6; i++)
        {
            await publisher.StoreAsync("a", $"{i}{large}", i);
        }

        await publisher.StoreAsync("a", "last", 7);
        var partition = fixture.Log.Topics.Find("mqtt")!.Partitions[0];
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.True(SpinWait.SpinUntil(() => partition.LogStartOffset.Value > 0, TestClient.Deadline));
        var start = partition.LogStartOffset.Value;
        var (back, _) = await fixture.ResumeAsync(5, "c");
        var all = await back.TakeAsync(7 - (int)start);
        Assert.Equal("last", all[^1]);
        Assert.Equal(start, fixture.Server.Statistics.RecordsMissed);
    }
}
