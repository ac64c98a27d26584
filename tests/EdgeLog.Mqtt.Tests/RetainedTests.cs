using EdgeLog.Testing;
using Xunit;
using static EdgeLog.Mqtt.Tests.Wire;

namespace EdgeLog.Mqtt.Tests;

public sealed class RetainedTests
{
    [Fact]
    public async Task Retained_messages_survive_a_restart_with_their_properties_and_those_removed_do_not_come_back()
    {
        using var directory = new TemporaryDirectory();
        await using (var fixture = await ServerFixture.StartInAsync(directory))
        {
            var client = await fixture.ConnectAsync(5, "c");
            await client.PublishAsync("a/1", "old", 1, 1);
            await client.PublishAsync("a/1", "kept", 2, 1, Properties(UserProperty("u", "v")));
            await client.PublishAsync("a/2", "removed", 3, 1);
            await client.PublishAsync("a/2", "", 4, 1);
            await client.PingAsync(4);
        }

        await using var again = await ServerFixture.StartInAsync(directory);
        Assert.Equal(1, again.Server.Statistics.RetainedMessages);
        var back = await again.ConnectAsync(5, "c");
        await back.SubscribeAsync(("a/+", 1));
        var packet = await back.TakeAsync();
        Assert.Equal(("kept", true, 1), (packet.PayloadText(true), packet.IsRetained, packet.Quality));
        Assert.Equal(Convert.ToHexString(UserProperty("u", "v")), packet.PublishProperties());
        await back.PingAsync();
    }

    [Fact]
    public async Task An_expired_one_is_not_delivered_and_goes()
    {
        var time = new FakeTime();
        await using var fixture = await ServerFixture.StartByLogTimeAsync(time);
        var client = await fixture.ConnectAsync(5, "c", keepAlive: 60);
        await client.PublishAsync("a", "short", 1, 1, Properties(Join([0x02], Int32(10))));
        await client.PublishAsync("b", "long", 2, 1, Properties(Join([0x02], Int32(1000))));
        await client.PingAsync(2);
        time.Advance(TimeSpan.FromSeconds(11));
        await client.SubscribeAsync(("#", 0));
        var packet = await client.TakeAsync();
        Assert.Equal(("long", "02000003DD"), (packet.PayloadText(true), packet.PublishProperties()));
        await client.PingAsync();
        for (var i = 0; i < 61; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await client.PingAsync();
        }

        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(10));
                return fixture.Server.Statistics.RetainedMessages == 1;
            },
            TestClient.Deadline));
    }

    [Fact]
    public async Task Many_of_them_come_in_the_order_they_were_kept_through_a_small_window_at_QoS_2()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var publisher = await fixture.ConnectAsync(4, "pub");
        await publisher.SendAsync(
            Join([.. Enumerable.Range(1, 300).Select(i => PublishOnce(4, $"a/{i}", $"{i}", i, flags: 1))]));
        for (var i = 1; i <= 300; i++)
        {
            await publisher.ExpectAsync(PacketType.Pubrec);
        }

        var narrow = Properties(Join([0x11], Int32(100)), Join([0x21], Int16(7)));
        var (client, _) = await fixture.ResumeAsync(5, "c", properties: narrow);
        await client.SubscribeAsync(("a/#", 2));
        Assert.Equal(Enumerable.Range(1, 300).Select(i => $"{i}"), await client.TakeAsync(300));
        await client.PingAsync();
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public async Task Retain_handling_says_when_they_come(int handling, int expected)
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = await fixture.ConnectAsync(5, "c");
        await client.PublishAsync("a", "kept", 1, 1);
        await client.PingAsync(1);
        for (var i = 0; i < 2; i++)
        {
            await client.SubscribeAsync(("a", handling << 4));
            if (i < expected)
            {
                Assert.Equal("kept", (await client.TakeAsync()).PayloadText(true));
            }
        }

        await client.SubscribeAsync(("end", 0));
        await client.PublishAsync("end", "end");
        Assert.Equal("end", (await client.TakeAsync()).Topic);
    }

    [Fact]
    public async Task A_topic_that_is_not_stored_keeps_its_retained_message()
    {
        await using var fixture = await ServerFixture.StartAsync(
            new MqttRouteConfig { Filter = "live/#", Store = false });
        var client = await fixture.ConnectAsync(5, "c");
        await client.PublishAsync("live/a", "kept", 1, 1);
        await client.PingAsync(1);
        await client.SubscribeAsync(("live/+", 1));
        Assert.Equal("kept", (await client.TakeAsync()).PayloadText(true));
        Assert.Empty(fixture.Read("mqtt"));
    }
}
