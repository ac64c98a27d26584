using EdgeLog.Testing;
using System.IO.Pipelines;
using Xunit;
using static EdgeLog.Mqtt.Tests.Wire;

namespace EdgeLog.Mqtt.Tests;

public sealed class SubscribeTests
{
    [Theory]
    [InlineData(4, 0)]
    [InlineData(4, 1)]
    [InlineData(5, 0)]
    [InlineData(5, 1)]
    public async Task A_subscriber_gets_what_is_published_from_then_on(int level, int quality)
    {
        await using var fixture = await ServerFixture.StartAsync();
        var publisher = await fixture.ConnectAsync(4, "pub");
        await publisher.StoreAsync("a/1", "before");
        var subscriber = await fixture.ConnectAsync(level, "sub");
        Assert.Equal([(byte)quality], await subscriber.SubscribeAsync(("a/+", quality)));
        await publisher.StoreAsync("a/1", "one", 2);
        await publisher.StoreAsync("b", "other", 3);
        await publisher.PublishAsync("a/2", "two");
        var first = await subscriber.ExpectAsync(PacketType.Publish);
        Assert.Equal(("a/1", "one", quality), (first.Topic, first.PayloadText(level == 5), first.Quality));
        var second = await subscriber.ExpectAsync(PacketType.Publish);
        Assert.Equal(("a/2", "two", 0), (second.Topic, second.PayloadText(level == 5), second.Quality));
        Assert.False(first.IsRetained || second.IsRetained);
    }

    [Fact]
    public async Task Properties_travel_to_subscribers_of_version_5()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var subscriber = await fixture.ConnectAsync(5, "sub");
        await subscriber.SubscribeAsync(("#", 1));
        var publisher = await fixture.ConnectAsync(5, "pub");
        await publisher.StoreAsync(
            "a", "x", 1, Properties(Join([0x03], Text("t")), UserProperty("u", "v"), Join([0x08], Text("r"))));
        var packet = await subscriber.ExpectAsync(PacketType.Publish);
        Assert.Equal("x", packet.PayloadText(v5: true));
        Assert.Equal(
            Convert.ToHexString(Join([0x03], Text("t"), [0x08], Text("r"), UserProperty("u", "v"))),
            packet.PublishProperties());
    }

    [Fact]
    public async Task What_cannot_be_granted_is_refused_one_by_one()
    {
        var options = new MqttServerOptions { Limits = new MqttLimits { SubscriptionsMax = 2, TopicBytesMax = 10 } };
        await using var fixture = await ServerFixture.StartAsync(options);
        var client = await fixture.ConnectAsync(5, "c");
        var reasons = await client.SubscribeAsync(("a", 2), ("$share/g/a", 1), ("12345678901", 0), ("b", 0));
        Assert.Equal([2, 1, 0x8F, 0x97], reasons);
        Assert.Equal([0x97], await client.SubscribeAsync(("c", 0)));
        Assert.Equal([0], await client.SubscribeAsync(("a", 0)));
        Assert.Equal(2, fixture.Server.Statistics.Subscriptions);
        var three = await fixture.ConnectAsync(4, "t");
        Assert.Equal([0x80, 2], await three.SubscribeAsync(("12345678901", 1), ("a", 2)));
    }

    [Fact]
    public async Task Overlapping_subscriptions_deliver_once_at_the_higher_quality()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = await fixture.ConnectAsync(4, "c");
        await client.SubscribeAsync(("#", 0), ("a/#", 1), ("+", 0));
        await client.StoreOwnAsync("a", "1", "2");
        Assert.Equal(1, fixture.Server.Statistics.MessagesOut - 1);
    }

    [Fact]
    public async Task After_unsubscribing_nothing_comes_and_unknown_filters_are_said_to_be()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = await fixture.ConnectAsync(5, "c");
        await client.SubscribeAsync(("a", 0), ("b", 0));
        await client.SendAsync(Unsubscribe(5, 4, "a", "x"));
        Assert.Equal([0, 4, 0, 0, 0x11], (await client.ExpectAsync(PacketType.Unsuback)).Body);
        await client.SendAsync(Publish(5, "a", "gone"), Publish(5, "b", "here"));
        Assert.Equal("b", (await client.ExpectAsync(PacketType.Publish)).Topic);
        var three = await fixture.ConnectAsync(4, "t");
        await three.SendAsync(Unsubscribe(4, 4, "a"));
        Assert.Equal([0, 4], (await three.ExpectAsync(PacketType.Unsuback)).Body);
    }

    [Fact]
    public async Task No_local_keeps_a_clients_own_messages_from_it_and_from_nobody_else()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var own = await fixture.ConnectAsync(5, "own");
        var other = await fixture.ConnectAsync(5, "other");
        await own.SubscribeAsync(("a", 4 | 1));
        await other.SubscribeAsync(("a", 1));
        await own.StoreAsync("a", "mine");
        await other.PublishAsync("a", "theirs");
        Assert.Equal("mine", (await other.ExpectAsync(PacketType.Publish)).PayloadText(true));
        Assert.Equal("theirs", (await own.ExpectAsync(PacketType.Publish)).PayloadText(true));
        Assert.Equal("own", fixture.Read("mqtt")[0].Header("mqtt.client"));
        Assert.Null(fixture.Read("mqtt")[1].Header("mqtt.client"));
    }

    [Fact]
    public async Task Topics_that_begin_with_a_dollar_do_not_match_a_leading_wildcard()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = await fixture.ConnectAsync(4, "c");
        await client.SubscribeAsync(("#", 0), ("+/x", 0), ("$own/#", 0));
        await client.SendAsync(Publish(4, "$own/x", "1"), Publish(4, "$else/x", "2"), Publish(4, "y", "3"));
        Assert.Equal("$own/x", (await client.ExpectAsync(PacketType.Publish)).Topic);
        Assert.Equal("y", (await client.ExpectAsync(PacketType.Publish)).Topic);
    }

    [Fact]
    public async Task A_subscriber_that_does_not_acknowledge_gets_its_window_and_then_the_rest_in_order_from_the_log()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var slow = await fixture.ConnectAsync(5, "slow", Properties(Join([0x21], Int16(10))));
        var quick = await fixture.ConnectAsync(4, "quick");
        await slow.SubscribeAsync(("a", 1));
        await quick.SubscribeAsync(("a", 0));
        var publisher = await fixture.ConnectAsync(4, "pub");
        for (var i = 1; i <= 300; i++)
        {
            await publisher.StoreAsync("a", $"{i}", i);
        }

        for (var i = 1; i <= 300; i++)
        {
            Assert.Equal($"{i}", (await quick.ExpectAsync(PacketType.Publish)).PayloadText(false));
        }

        for (var i = 1; i <= 300; i++)
        {
            var packet = await slow.ExpectAsync(PacketType.Publish);
            Assert.Equal($"{i}", packet.PayloadText(true));
            Assert.True(i <= 10 || i % 5 != 0 || packet.Id > 0);
            await slow.SendAsync(Puback(packet.Id));
        }

        // Caught up: what comes now comes live again, once.
        await publisher.StoreAsync("a", "301", 301);
        Assert.Equal("301", (await slow.ExpectAsync(PacketType.Publish)).PayloadText(true));
        await slow.PingAsync();
    }

    [Fact]
    public async Task A_subscriber_that_does_not_read_loses_QoS_0_messages_counted_and_holds_nobody_up()
    {
        var options = new MqttServerOptions { Limits = new MqttLimits { OutboundBytesMax = 10_000 } };
        await using var fixture = await ServerFixture.StartAsync(options);
        var narrow = new PipeOptions(pauseWriterThreshold: 2_000, resumeWriterThreshold: 1_000);
        var deaf = await fixture.ConnectAsync(4, "deaf", connection: new InMemoryConnection(toClient: narrow));
        await deaf.SubscribeAsync(("#", 0));
        var publisher = await fixture.ConnectAsync(4, "pub");
        for (var i = 1; i <= 100; i++)
        {
            await publisher.StoreAsync("a", new string('x', 1_000), i);
        }

        var statistics = fixture.Server.Statistics;
        Assert.Equal(100, statistics.MessagesAcknowledged);
        Assert.InRange(statistics.Qos0DroppedOut, 50, 99);
    }

    [Fact]
    public async Task A_message_too_large_for_a_subscriber_is_left_out()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var small = await fixture.ConnectAsync(5, "small", Properties(Join([0x27], Int32(100))));
        await small.SubscribeAsync(("#", 1));
        var publisher = await fixture.ConnectAsync(4, "pub");
        await publisher.StoreAsync("a", new string('x', 200));
        await publisher.StoreAsync("a", "fits", 2);
        Assert.Equal("fits", (await small.ExpectAsync(PacketType.Publish)).PayloadText(true));
    }

    [Fact]
    public async Task Retained_messages_meet_new_subscribers_until_they_are_cleared()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var publisher = await fixture.ConnectAsync(4, "pub");
        await publisher.PublishAsync("a/1", "old", 1, flags: 1);
        await publisher.PublishAsync("a/1", "new", 2, flags: 1);
        await publisher.PublishAsync("a/2", "x", 3, flags: 1);
        await publisher.PublishAsync("a/2", "", 4, flags: 1);
        await publisher.PingAsync(4);
        var subscriber = await fixture.ConnectAsync(5, "sub");
        await subscriber.SubscribeAsync(("a/#", 0));
        var kept = await subscriber.ExpectAsync(PacketType.Publish);
        Assert.Equal(("a/1", "new", true), (kept.Topic, kept.PayloadText(true), kept.IsRetained));
        await subscriber.PingAsync();
        await subscriber.SubscribeAsync(("a/+", 0x20));
        await subscriber.PingAsync();
        Assert.Equal(1, fixture.Server.Statistics.RetainedMessages);
        Assert.Equal(4, fixture.Read("mqtt").Length);
    }

    [Fact]
    public async Task What_others_append_with_the_header_reaches_subscribers_and_what_has_none_does_not()
    {
        await using var fixture = await ServerFixture.StartAsync(
            new MqttRouteConfig { Filter = "commands/#", Topic = "commands" });
        await fixture.Log.Topics.GetOrCreateAsync("commands", CancellationToken.None);
        var client = await fixture.ConnectAsync(5, "device");
        await client.SubscribeAsync(("commands/7", 1));
        await fixture.AppendAsync("commands", "none", []);
        await fixture.AppendAsync("commands", "bad", [("mqtt.topic", "commands/#")]);
        await fixture.AppendAsync("commands", "open", [("by", "scada"), ("mqtt.topic", "commands/7")]);
        var packet = await client.ExpectAsync(PacketType.Publish);
        Assert.Equal("open", packet.PayloadText(v5: true));
        Assert.Equal(Convert.ToHexString(UserProperty("by", "scada")), packet.PublishProperties());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_will_is_published_when_its_client_goes_without_a_word_and_only_then(bool saysGoodbye)
    {
        await using var fixture = await ServerFixture.StartAsync();
        var subscriber = await fixture.ConnectAsync(4, "sub");
        await subscriber.SubscribeAsync(("#", 1));
        var mortal = fixture.Open(4);
        await mortal.SendAsync(Packet(
            0x10, Text("MQTT"), [4, 0x0E], Int16(9), Text("m"), Text("last/will"), Text("dead")));
        await mortal.ExpectAsync(PacketType.Connack);
        if (saysGoodbye)
        {
            await mortal.SendAsync(Disconnect());
        }
        else
        {
            mortal.Connection.Disconnect();
        }

        await mortal.Served.WaitAsync(TestClient.Deadline);
        await subscriber.SendAsync(Publish(4, "end", ""));
        var packet = await subscriber.ExpectAsync(PacketType.Publish);
        Assert.Equal(saysGoodbye ? "end" : "last/will", packet.Topic);
    }
}
