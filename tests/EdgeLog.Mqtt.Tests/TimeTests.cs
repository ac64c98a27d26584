using EdgeLog.Testing;
using Xunit;

namespace EdgeLog.Mqtt.Tests;

public sealed class TimeTests
{
    [Fact]
    public async Task A_connection_that_sends_no_CONNECT_is_closed_after_ten_seconds()
    {
        var time = new FakeTime();
        await using var fixture = await ServerFixture.StartAsync(new MqttServerOptions(), time);
        var client = fixture.Open(4);
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(client.Served.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Null(await client.ReceiveAsync());
        await client.Served.WaitAsync(TestClient.Deadline);
    }

    [Fact]
    public async Task Silence_of_one_and_a_half_keep_alives_ends_a_connection_and_the_wall_clock_does_not()
    {
        var time = new FakeTime();
        await using var fixture = await ServerFixture.StartAsync(new MqttServerOptions(), time);
        var client = await fixture.ConnectAsync(5, "c", keepAlive: 20);
        await client.PingAsync();
        time.SetWallClock(time.GetUtcNow() + TimeSpan.FromDays(400));
        time.Advance(TimeSpan.FromSeconds(25));
        await client.PingAsync();
        time.Advance(TimeSpan.FromSeconds(29));
        await client.PingAsync();
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(0x8D, (await client.ExpectAsync(PacketType.Disconnect)).Reason);
        Assert.Null(await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_client_of_version_3_1_1_without_keep_alive_may_be_silent()
    {
        var time = new FakeTime();
        await using var fixture = await ServerFixture.StartAsync(new MqttServerOptions(), time);
        var client = await fixture.ConnectAsync(4, "c", keepAlive: 0);
        await client.PingAsync();
        time.Advance(TimeSpan.FromDays(3));
        await client.PingAsync();
        Assert.False(client.Served.IsCompleted);
    }

    [Fact]
    public async Task Records_carry_the_time_of_arrival()
    {
        var time = new FakeTime();
        await using var fixture = await ServerFixture.StartAsync(new MqttServerOptions(), time);
        var client = await fixture.ConnectAsync(4, "c");
        await client.StoreAsync("a", "1");
        var found = fixture.Log.Topics.Find("mqtt")!.Partitions[0].FindMaxTimestamp();
        Assert.Equal(time.GetUtcNow().ToUnixTimeMilliseconds(), found!.Value.TimestampMs);
    }
}
