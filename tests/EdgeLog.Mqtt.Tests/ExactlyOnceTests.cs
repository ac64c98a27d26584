using EdgeLog.Testing;
using Xunit;
using static EdgeLog.Mqtt.Tests.Wire;

namespace EdgeLog.Mqtt.Tests;

public sealed class ExactlyOnceTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_message_of_QoS_2_goes_in_and_out_with_all_four_packets(int level)
    {
        await using var fixture = await ServerFixture.StartAsync();
        var subscriber = await fixture.ConnectAsync(level, "sub");
        Assert.Equal([2], await subscriber.SubscribeAsync(("a", 2)));
        var publisher = await fixture.ConnectAsync(level, "pub");
        await publisher.StoreOnceAsync("a", "once", 7);
        var packet = await subscriber.TakeAsync();
        Assert.Equal(("once", 2), (packet.PayloadText(level == 5), packet.Quality));
        await subscriber.PingAsync();
        Assert.Equal("2", fixture.Read("mqtt").Single().Header("mqtt.qos"));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_message_sent_again_before_its_release_is_stored_once_and_after_it_is_a_new_one(int level)
    {
        await using var fixture = await ServerFixture.StartAsync();
        var (client, _) = await fixture.ResumeAsync(level, "c");
        await client.SendAsync(PublishOnce(level, "a", "1", 7), PublishOnce(level, "a", "1", 7, flags: 8));
        Assert.Equal(7, (await client.ExpectAsync(PacketType.Pubrec)).Id);
        Assert.Equal(7, (await client.ExpectAsync(PacketType.Pubrec)).Id);
        await client.SendAsync(Pubrel(7), Pubrel(7));
        Assert.Equal(0, (await client.ExpectAsync(PacketType.Pubcomp)).Reason);
        Assert.Equal(level == 5 ? 0x92 : 0, (await client.ExpectAsync(PacketType.Pubcomp)).Reason);
        await client.StoreOnceAsync("a", "2", 7);
        Assert.Equal(["1", "2"], fixture.Read("mqtt").Select(record => record.Value));
    }

    [Fact]
    public async Task An_open_identifier_is_known_after_a_restart_and_closed_by_its_release()
    {
        using var directory = new TemporaryDirectory();
        await using (var fixture = await ServerFixture.StartInAsync(directory))
        {
            var (client, isPresent) = await fixture.ResumeAsync(5, "c");
            Assert.False(isPresent);
            await client.SendAsync(PublishOnce(5, "a", "1", 7), PublishOnce(5, "a", "2", 8));
            await client.ExpectAsync(PacketType.Pubrec);
            await client.ExpectAsync(PacketType.Pubrec);
            await client.SendAsync(Pubrel(8));
            await client.ExpectAsync(PacketType.Pubcomp);
        }

        await using var again = await ServerFixture.StartInAsync(directory);
        var (back, isKnown) = await again.ResumeAsync(5, "c");
        Assert.True(isKnown);
        await back.SendAsync(PublishOnce(5, "a", "1", 7, flags: 8), PublishOnce(5, "a", "3", 8));
        Assert.Equal(7, (await back.ExpectAsync(PacketType.Pubrec)).Id);
        Assert.Equal(8, (await back.ExpectAsync(PacketType.Pubrec)).Id);
        await back.SendAsync(Pubrel(7), Pubrel(8));
        Assert.Equal(0, (await back.ExpectAsync(PacketType.Pubcomp)).Reason);
        Assert.Equal(0, (await back.ExpectAsync(PacketType.Pubcomp)).Reason);
        Assert.Equal(["1", "2", "3"], again.Read("mqtt").Select(record => record.Value));
    }

    [Fact]
    public async Task A_message_and_its_identifier_are_one_commit_of_the_log()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var (client, _) = await fixture.ResumeAsync(5, "c");
        await client.StoreOnceAsync("a", "1", 1);
        var groups = fixture.Log.Statistics.Flushes;
        await client.SendAsync(PublishOnce(5, "a", "2", 2));
        await client.ExpectAsync(PacketType.Pubrec);
        Assert.Equal(groups + 1, fixture.Log.Statistics.Flushes);
    }

    [Fact]
    public async Task What_a_client_has_not_released_is_sent_again_under_the_same_identifier()
    {
        using var directory = new TemporaryDirectory();
        int first;
        int second;
        await using (var fixture = await ServerFixture.StartInAsync(directory))
        {
            var (client, _) = await fixture.ResumeAsync(5, "sub");
            await client.SubscribeAsync(("a", 2));
            var publisher = await fixture.ConnectAsync(5, "pub");
            await publisher.StoreOnceAsync("a", "1");
            await publisher.StoreOnceAsync("a", "2");
            first = (await client.ExpectAsync(PacketType.Publish)).Id;
            second = (await client.ExpectAsync(PacketType.Publish)).Id;
            await client.SendAsync(Pubrec(first));
            await client.ExpectAsync(PacketType.Pubrel);
        }

        await using var again = await ServerFixture.StartInAsync(directory);
        var (back, isPresent) = await again.ResumeAsync(5, "sub");
        Assert.True(isPresent);
        Assert.Equal(first, (await back.ExpectAsync(PacketType.Pubrel)).Id);
        var repeated = await back.ExpectAsync(PacketType.Publish);
        Assert.Equal((second, "2", true), (repeated.Id, repeated.PayloadText(true), repeated.IsDuplicate));
        await back.SendAsync(Pubcomp(first), Pubrec(second));
        await back.ExpectAsync(PacketType.Pubrel);
        await back.SendAsync(Pubcomp(second));
        var other = await again.ConnectAsync(5, "pub");
        await other.StoreOnceAsync("a", "3");
        Assert.Equal("3", (await back.TakeAsync()).PayloadText(true));
    }

    [Fact]
    public async Task A_receipt_that_nobody_waits_for_is_told_so()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = await fixture.ConnectAsync(5, "c");
        await client.SendAsync(Pubrec(9));
        var release = await client.ExpectAsync(PacketType.Pubrel);
        Assert.Equal((9, 0x92), (release.Id, release.Reason));
    }

    [Fact]
    public async Task Messages_that_wait_for_their_release_count_for_the_receive_maximum_of_version_5()
    {
        var options = new MqttServerOptions { Limits = new MqttLimits { ReceiveMaximum = 3 } };
        await using var fixture = await ServerFixture.StartAsync(options);
        var client = await fixture.ConnectAsync(5, "c");
        for (var i = 1; i <= 3; i++)
        {
            await client.SendAsync(PublishOnce(5, "a", "", i));
            await client.ExpectAsync(PacketType.Pubrec);
        }

        await client.SendAsync(Pubrel(2));
        await client.ExpectAsync(PacketType.Pubcomp);
        await client.SendAsync(PublishOnce(5, "a", "", 4));
        await client.ExpectAsync(PacketType.Pubrec);
        await client.SendAsync(PublishOnce(5, "a", "", 5));
        Assert.Equal(0x93, (await client.ExpectAsync(PacketType.Disconnect)).Reason);
    }
}
