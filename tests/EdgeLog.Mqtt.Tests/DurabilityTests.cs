using EdgeLog.Storage;
using Xunit;
using static EdgeLog.Mqtt.Tests.Wire;

namespace EdgeLog.Mqtt.Tests;

public sealed class DurabilityTests
{
    [Fact]
    public async Task An_acknowledgement_waits_for_the_flush_and_the_connection_does_not()
    {
        await using var fixture = await ServerFixture.StartAsync(
            new MqttServerOptions(), adjust: options => options with { CommitInterval = TimeSpan.FromSeconds(1) });
        var client = await fixture.ConnectAsync(4, "c");

        // The first message makes the topic, which is a commit of its own.
        await client.StoreAsync("a", "1", 1);
        await client.SendAsync(Join(Publish(4, "a", "2", 2), Ping()));
        await client.ExpectAsync(PacketType.Pingresp);
        var partition = fixture.Log.Topics.Find("mqtt")!.Partitions[0];
        Assert.Equal(1, partition.HighWatermark.Value);
        Assert.False(client.HasReceived());
        var flushes = fixture.Log.Statistics.Flushes;
        Assert.Equal(2, (await client.ExpectAsync(PacketType.Puback)).Id);
        Assert.Equal(2, partition.HighWatermark.Value);
        Assert.True(fixture.Log.Statistics.Flushes > flushes);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_the_log_is_opened_again()
    {
        using var directory = new Testing.TemporaryDirectory();
        var options = new LogDirectoryOptions { Path = directory["data"] };
        await using (var fixture = await ServerFixture.StartAsync(new MqttServerOptions(), adjust: _ => options))
        {
            var client = await fixture.ConnectAsync(5, "c");
            for (var i = 1; i <= 50; i++)
            {
                await client.StoreAsync("a", $"{i}", i);
            }
        }

        await using var again = await ServerFixture.StartAsync(new MqttServerOptions(), adjust: _ => options);
        Assert.Equal(Enumerable.Range(1, 50).Select(i => $"{i}"), again.Read("mqtt").Select(r => r.Value));
    }

    [Fact]
    public async Task A_log_that_stops_acknowledges_nothing_more()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var five = await fixture.ConnectAsync(5, "five");
        var three = await fixture.ConnectAsync(4, "three");
        await five.StoreAsync("a", "1");
        await three.StoreAsync("a", "2");
        await fixture.Log.DisposeAsync();
        await five.PublishAsync("a", "3", 3);
        Assert.True((await five.ExpectAsync(PacketType.Puback)).Reason >= 0x80);
        await three.PublishAsync("a", "4", 4);
        Assert.Null(await three.ReceiveAsync());
        await five.PublishAsync("a", "5");
        await five.PingAsync();

        // Nothing answers a QoS 0 message, so its refusal is only to be seen in the count.
        Assert.True(SpinWait.SpinUntil(() => fixture.Server.Statistics.Qos0Dropped == 1, TimeSpan.FromSeconds(30)));
        Assert.Equal(2, fixture.Server.Statistics.MessagesRefused);
    }

    [Fact]
    public async Task A_full_log_answers_quota_exceeded_or_closes_and_declares_what_came_at_qos_0()
    {
        await using var fixture = await ServerFixture.StartAsync(
            new MqttServerOptions(),
            adjust: options => options with
            {
                // The journal takes 16 MiB of it.
                Budget = SpaceShare.OfBytes(18 * 1024 * 1024),
                Reserve = SpaceShare.OfBytes(0),
                TopicDefaults = TopicConfig.Default with { Overflow = OverflowPolicy.Refuse },
            });
        var five = await fixture.ConnectAsync(5, "five");
        var three = await fixture.ConnectAsync(4, "three");
        var large = new string('x', 60_000);
        var taken = 0;
        WirePacket answer;
        do
        {
            await five.PublishAsync("a", large, ++taken);
            answer = await five.ExpectAsync(PacketType.Puback);
        }
        while (answer.Reason == 0);
        Assert.Equal(0x97, answer.Reason);
        await five.PublishAsync("a", large);
        await five.PingAsync();
        Assert.True(SpinWait.SpinUntil(() => fixture.Server.Statistics.Qos0Dropped == 1, TestClient.Deadline));
        await three.PublishAsync("a", large, 1);
        Assert.Null(await three.ReceiveAsync());

        var account = await fixture.Log.Gaps.AccountAsync(
            fixture.Log.Topics.Find("mqtt")!, CancellationToken.None);
        Assert.Equal((taken - 1, 1, 0), (account.Stored, account.Lost, account.Unexplained));
        Assert.Equal(taken, account.Received);
    }
}
